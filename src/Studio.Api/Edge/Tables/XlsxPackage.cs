using System.IO.Compression;
using System.Xml;
using Studio.Grains.Values;

namespace Studio.Api.Edge.Tables;

/// <summary>The zip that a workbook is. What is unpacked of it is counted while it is read: the sizes that a zip declares are only claims.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private long _budget = TableLimits.UnpackedBytes;

    private XlsxPackage(ZipArchive zip)
    {
        _zip = zip;
        foreach (ZipArchiveEntry entry in zip.Entries) _parts.TryAdd(entry.FullName.Replace('\\', '/'), entry);
    }

    /// <summary>Opens a package whose claims are within the limits; nothing is unpacked yet.</summary>
    public static Outcome<XlsxPackage> Open(ReadOnlyMemory<byte> file)
    {
        var zip = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count <= TableLimits.Parts && zip.Entries.Sum(entry => Math.Min(entry.Length, long.MaxValue / TableLimits.Parts)) <= TableLimits.UnpackedBytes) return new XlsxPackage(zip);
        zip.Dispose();
        return Refusal.With(TableCodes.FileTooLarge, "limit", TableLimits.UnpackedBytes);
    }

    /// <summary>A part as XML, without document types (no entities, nothing fetched); null when there is none of that name.</summary>
    public XmlReader? Find(string name) => !_parts.TryGetValue(name.TrimStart('/'), out ZipArchiveEntry? part)
        ? null
        : XmlReader.Create(new Counted(part.Open(), this), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });

    public void Dispose() => _zip.Dispose();

    private sealed class Counted(Stream inner, XlsxPackage package) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = inner.Read(buffer, offset, count);
            package._budget -= read;
            return package._budget < 0 ? throw new UnpackedTooMuchException() : read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>More came out of the zip than may.</summary>
internal sealed class UnpackedTooMuchException : Exception;
