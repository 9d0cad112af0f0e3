using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>A project outside the repository that references every packed library and compiles the snippets of the pages, each by itself.</summary>
internal sealed class SnippetProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-snippets-").FullName;
    private readonly List<Snippet> _snippets;
    private readonly string[] _properties;
    private IReadOnlyList<string> _errors = [];

    private SnippetProject(string repository, string version, IReadOnlyList<string> libraries)
    {
        Libraries = libraries;
        string[] pages = [Path.Combine(repository, "README.md"), .. Directory.GetFiles(Path.Combine(repository, "docs"), "*.md"), .. Directory.GetDirectories(Path.Combine(repository, "src")).Select(folder => Path.Combine(folder, "README.md"))];
        _snippets = [.. pages.Order(StringComparer.Ordinal).SelectMany(Snippet.Read)];
        var xunit = XDocument.Load(Path.Combine(repository, "Directory.Packages.props")).Descendants("PackageVersion").Single(one => one.Attribute("Include")!.Value == "xunit.v3").Attribute("Version")!.Value;
        _properties = [$"-p:Libraries={string.Join("%3B", libraries)}", $"-p:LibraryVersion={version}", $"-p:XunitVersion={xunit}"];
    }

    public IReadOnlyList<string> Libraries { get; }

    public IEnumerable<string> Pages => _snippets.Select(snippet => snippet.Page).Distinct();

    public static SnippetProject Create(string repository, string packages, string version, IReadOnlyList<string> libraries)
    {
        var project = new SnippetProject(repository, version, libraries);
        var consumers = Path.Combine(repository, "tests/consumers");
        File.Copy(Path.Combine(consumers, "Snippets/Snippets.csproj"), Path.Combine(project._folder, "Snippets.csproj"));
        File.WriteAllText(Path.Combine(project._folder, "nuget.config"), File.ReadAllText(Path.Combine(consumers, "nuget.config")).Replace("__PACKAGES__", packages, StringComparison.Ordinal));
        foreach (var (number, snippet) in project._snippets.Index())
        {
            var folder = Directory.CreateDirectory(Path.Combine(project._folder, "snippets", snippet.Kind)).FullName;
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"Snippet{number}.cs")), snippet.Source());
        }

        return project;
    }

    public IEnumerable<string> Restore() => Build("-restore", "-t:WriteReferences");

    /// <summary>The files that a project of the packages compiles against, those of the packages among them.</summary>
    public IReadOnlyList<string> References() => File.ReadAllLines(Path.Combine(_folder, "references.txt"));

    public void Compile() => _errors = Build("-t:CompileSnippets");

    /// <summary>What the compiler says of a page; what it says of none is told with the first.</summary>
    public IEnumerable<string> Complaints(string page) => _errors.Where(error => Pages.FirstOrDefault(one => error.StartsWith($"{one}(", StringComparison.Ordinal), Pages.First()) == page);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<string> Build(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["build", .. arguments, .. _properties, "-v:q", "-nologo", "-clp:NoSummary"]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        List<string> errors = [.. output.Split('\n').Where(line => Regex.IsMatch(line, @"\b(error|warning) \w+:")).Select(line => line.Trim()).Distinct()];
        return process.ExitCode != 0 && errors.Count == 0 ? [output] : errors;
    }
}
