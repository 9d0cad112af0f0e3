using System.Xml.Linq;

namespace SpeculativeDecoding.Tests;

public sealed class BorderTests
{
    [Fact(Timeout = 30_000)]
    public void A_library_that_another_one_may_look_into_says_why()
    {
        var projects = Directory.GetFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories);
        var shipped = projects.Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var silent = projects.SelectMany(project => XDocument.Load(project).Descendants("InternalsVisibleTo")
            .Where(one => shipped.Contains(one.Attribute("Include")!.Value) && !HasReason(one))
            .Select(one => $"{Path.GetFileName(project)}: {one.Attribute("Include")!.Value}"));

        Assert.NotEmpty(projects);
        Assert.Empty(silent);
    }

    /// <summary>A comment directly above it.</summary>
    private static bool HasReason(XElement element)
    {
        var before = element.NodesBeforeSelf().LastOrDefault(node => node is not XText);
        return before is XComment comment && comment.Value.Trim().Length > 10;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
