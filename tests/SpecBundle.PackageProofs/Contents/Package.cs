using System.IO.Compression;
using System.Xml.Linq;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>A packed file, opened: its entries and its manifest.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    private Package(ZipArchive archive)
    {
        _archive = archive;
        Files = [.. archive.Entries.Select(entry => Uri.UnescapeDataString(entry.FullName))];
        using var manifest = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(manifest).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public IReadOnlyList<string> Files { get; }

    /// <summary>The libraries that a project references, by file name without extension.</summary>
    public IEnumerable<string> Libraries => Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!);

    public IEnumerable<(string Id, string Version)> Dependencies =>
        _metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));

    public static Package Open(string path) => new(ZipFile.OpenRead(path));

    public string? Said(string element) => _metadata.Elements().SingleOrDefault(one => one.Name.LocalName == element)?.Value;

    public string? Said(string element, string attribute) => _metadata.Elements().SingleOrDefault(one => one.Name.LocalName == element)?.Attribute(attribute)?.Value;

    public byte[] Read(string file)
    {
        using var bytes = new MemoryStream();
        using var entry = _archive.GetEntry(file)!.Open();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
