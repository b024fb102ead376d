namespace Studio.Testing;

/// <summary>Where the sources are, seen from a built test.</summary>
public static class Checkout
{
    /// <summary>The folder of <c>Studio.sln</c>.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A sample film beside the checkout, or null where there is none.</summary>
    public static string? Sample(string name) =>
        Path.GetFullPath(Path.Combine(Root, "..", "shared", "samples", name)) is var path && File.Exists(path) ? path : null;

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Studio.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Studio.sln above this program."));
}
