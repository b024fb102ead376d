namespace MediaPipeline.Rendering;

/// <summary>The font file that captions are burned in with, by its path: what the system would choose by itself differs from machine to machine.</summary>
/// <param name="File">A font with Chinese characters.</param>
/// <param name="Family">Its name inside.</param>
/// <param name="LineHeight">Height of a line (ascent and descent), in ems: libass counts sizes by it.</param>
public sealed record CaptionFont(string File, string Family, double LineHeight)
{
    /// <summary>Where fonts are looked for, one's own folder first.</summary>
    public static IReadOnlyList<string> UsualFolders { get; } =
        ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/opentype/noto-cjk", "/usr/share/fonts/google-noto-cjk", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/truetype/wqy", "/usr/local/share/fonts"];

    // Medium weight reads best on moving pictures; Bold and Regular are what distributions have.
    private static readonly (string Name, string Family, double LineHeight)[] Known =
    [
        ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", 1.448), ("NotoSansCJKsc-Bold.otf", "Noto Sans CJK SC", 1.448), ("NotoSansSC-Bold.otf", "Noto Sans SC", 1.448), ("SourceHanSansSC-Bold.otf", "Source Han Sans SC", 1.448),
        ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", 1.448), ("wqy-zenhei.ttc", "WenQuanYi Zen Hei", 1.17),
    ];

    /// <summary>The first known one; null: none is there.</summary>
    public static CaptionFont? Find(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            foreach ((string name, string family, double lineHeight) in Known)
            {
                string file = Path.Combine(folder, name);
                if (System.IO.File.Exists(file)) return new CaptionFont(file, family, lineHeight);
            }
        }
        return null;
    }
}
