using MediaPipeline.Cutting;
using MediaPipeline.Recordings;

namespace Studio.Api.Clips;

/// <summary>A file of a recording, and what is in it.</summary>
internal sealed record SourceFile(string Part, string Name, long Bytes, string Sha256);

/// <summary>The files that a clip is cut from.</summary>
/// <param name="Missing">The first that is not there; null: all are.</param>
internal sealed record Sources(IReadOnlyList<SourceFile> Files, string? Missing)
{
    /// <summary>Reads and hashes them.</summary>
    public static async Task<Sources> ReadAsync(IReadOnlyList<CutPlan> plans, string root, CancellationToken cancellation)
    {
        List<SourceFile> files = [];
        foreach (SegmentFile file in plans.SelectMany(plan => plan.Stretches).SelectMany(stretch => (SegmentFile[])[stretch.Init, .. stretch.Segments]).Distinct())
        {
            string path = Path.Combine(root, file.Part, file.Name);
            try
            {
                files.Add(new SourceFile(file.Part, file.Name, new FileInfo(path).Length, await ClipMaker.Sha256Async(path, cancellation)));
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                return new Sources(files, $"{file.Part}/{file.Name}");
            }
        }
        return new Sources(files, null);
    }
}
