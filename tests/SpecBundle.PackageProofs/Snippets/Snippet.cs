using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>A block of C# on a page, as a reader copies it. What it takes as given is said in a comment above it, which no reader sees:
/// &lt;!-- given: SpecServer server, GenerateRequest request --&gt;.</summary>
internal sealed partial record Snippet(string Page, int Line, string Code, string? Given)
{
    public static IEnumerable<Snippet> Read(string page)
    {
        var text = File.ReadAllText(page);
        return Block().Matches(text).Select(block => new Snippet(page, text.AsSpan(0, block.Groups["code"].Index).Count('\n') + 1, block.Groups["code"].Value, block.Groups["given"].Success ? block.Groups["given"].Value : null));
    }

    /// <summary>"exe" for statements, "library" for types and for what takes something as given.</summary>
    public string Kind => Given is not null || Declaration().IsMatch(Code) ? "library" : "exe";

    /// <summary>The source to compile, whose errors are told by the page and its line.</summary>
    public string Source()
    {
        var source = new StringBuilder();
        if (Given is not null)
        {
            source.Append("using SpeculativeDecoding;\nusing SpeculativeDecoding.Benchmarks;\n#pragma warning disable CS1998\n")
                .Append("internal static class Page { internal static async Task Snippet(").Append(Given).Append(") {\n");
        }

        source.Append("#line ").Append(Line).Append(" \"").Append(Page).Append("\"\n").Append(Code);
        return Given is null ? source.ToString() : source.Append("#line hidden\n} }\n").ToString();
    }

    [GeneratedRegex(@"^(<!-- given: (?<given>[^\n]*?) -->\n)?```(csharp|cs|c#)[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    /// <summary>The first line that is no directive, comment or blank opens a type.</summary>
    [GeneratedRegex(@"\A(using [\w.]+;\s*|//[^\n]*\s*|\s)*(\[|(public|internal|file|sealed|namespace)\b)")]
    private static partial Regex Declaration();
}
