using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>
/// Sunrise and sunset by the equations of NOAA's solar calculator (after Meeus, Astronomical Algorithms): within about two minutes between the polar circles.
/// The upper edge of the sun on a flat horizon, refraction of 34′ included; hills come later and go earlier.
/// </summary>
public static class Sun
{
    private const double Zenith = 90.833; // degrees: half the sun's disc and the refraction

    /// <summary>From sunrise to sunset on a date of that place, in UTC.</summary>
    /// <param name="latitude">Degrees north, −66 to 66.</param>
    /// <param name="longitude">Degrees east.</param>
    public static TimeRange Daylight(DateOnly date, double latitude, double longitude)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        // The middle of the day at the place: what the sun moves along its path within half a day is less than the error.
        double julianDay = midnight.ToUnixTimeSeconds() / 86_400.0 + 2_440_588 - (longitude / 360);
        (double declination, double equationOfTime) = Position((julianDay - 2_451_545) / 36_525);
        double hourAngle = Degrees(Math.Acos(
            (Cos(Zenith) / (Cos(latitude) * Cos(declination))) - (Math.Tan(Radians(latitude)) * Math.Tan(Radians(declination)))));
        double noon = 720 - (4 * longitude) - equationOfTime; // minutes of the UTC day
        return new TimeRange(midnight.AddMinutes(noon - (4 * hourAngle)), midnight.AddMinutes(noon + (4 * hourAngle)));
    }

    /// <param name="t">Julian centuries since J2000.</param>
    /// <returns>Declination in degrees; equation of time in minutes.</returns>
    private static (double Declination, double EquationOfTime) Position(double t)
    {
        double meanLongitude = 280.46646 + (t * (36_000.76983 + (t * 0.0003032)));
        double meanAnomaly = 357.52911 + (t * (35_999.05029 - (0.0001537 * t)));
        double eccentricity = 0.016708634 - (t * (0.000042037 + (0.0000001267 * t)));
        double centre = (Sin(meanAnomaly) * (1.914602 - (t * (0.004817 + (0.000014 * t))))) + (Sin(2 * meanAnomaly) * (0.019993 - (0.000101 * t))) + (Sin(3 * meanAnomaly) * 0.000289);
        double omega = 125.04 - (1_934.136 * t);
        double longitude = meanLongitude + centre - 0.00569 - (0.00478 * Sin(omega));
        double obliquity = 23.439291 - (t * 0.0130042) + (0.00256 * Cos(omega));
        double declination = Degrees(Math.Asin(Sin(obliquity) * Sin(longitude)));
        double y = Math.Pow(Math.Tan(Radians(obliquity / 2)), 2);
        double equation = (y * Sin(2 * meanLongitude)) - (2 * eccentricity * Sin(meanAnomaly)) + (4 * eccentricity * y * Sin(meanAnomaly) * Cos(2 * meanLongitude))
            - (0.5 * y * y * Sin(4 * meanLongitude)) - (1.25 * eccentricity * eccentricity * Sin(2 * meanAnomaly));
        return (declination, 4 * Degrees(equation));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Degrees(double radians) => radians * 180 / Math.PI;

    private static double Sin(double degrees) => Math.Sin(Radians(degrees));

    private static double Cos(double degrees) => Math.Cos(Radians(degrees));
}
