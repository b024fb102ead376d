namespace MediaPipeline.Imaging;

/// <summary>What is known of faces in a frame. Without a detector there is a guess only: how much of the picture has the colours of skin, and whether that touches the edge.</summary>
/// <param name="Skin">Share of pixels with the colours of skin, 0–1.</param>
/// <param name="Middle">Share of those that lie in the middle half of the picture, 0–1.</param>
/// <param name="Cut">Share of the upper edge with the colours of skin: a head that is cut touches it, 0–1.</param>
/// <param name="X">Middle of what has these colours, 0–1 from the left.</param>
/// <param name="Y">The same from the top.</param>
internal sealed record FaceMarks(double Skin, double Middle, double Cut, double X, double Y)
{
    // YCbCr after Chai and Ngan (1999), "Face segmentation using skin-color map in videophone applications": true for people of all skins in even light, and for wood, sand and peaches too.
    private const int LeastBlue = 77, MostBlue = 127, LeastRed = 136, MostRed = 173;

    public static FaceMarks Of(SmallFrame frame)
    {
        (int width, int height) = (frame.Width / 2, frame.Height / 2);
        ReadOnlySpan<byte> blue = frame.Blue, red = frame.Red;
        (int skin, int middle, int cut, long across, long down) = (0, 0, 0, 0, 0);
        int edge = Math.Max(1, height / 40);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * width) + x;
                if (blue[at] is < LeastBlue or > MostBlue || red[at] is < LeastRed or > MostRed) continue;
                skin++;
                across += x;
                down += y;
                if (y < edge) cut++;
                if (x >= width / 4 && x < width * 3 / 4 && y >= height / 8) middle++;
            }
        }
        return skin == 0 ? new FaceMarks(0, 0, 0, 0.5, 0.42)
            : new FaceMarks((double)skin / (width * height), (double)middle / skin, (double)cut / (width * edge), (double)across / skin / width, (double)down / skin / height);
    }
}
