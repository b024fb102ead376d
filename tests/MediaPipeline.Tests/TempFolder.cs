namespace MediaPipeline.Tests;

/// <summary>A folder of one test, gone afterwards. Its name has what breaks careless command lines: spaces, quotes, a percent sign, Chinese.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"media tests' 夏县 100%d-{Guid.NewGuid():n}")).FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
