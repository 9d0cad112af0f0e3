namespace SpeculativeDecoding.Tests;

public sealed class ReadmeTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("README.md")]
    [InlineData("src/SpecBundle.Client/README.md")]
    public async Task The_snippet_that_people_copy_is_the_example_that_compiles(string readme)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var root = Repository.Root;
        var text = await File.ReadAllTextAsync(Path.Combine(root, readme), cancellationToken);
        var example = await File.ReadAllTextAsync(Path.Combine(root, "examples/Streaming/Program.cs"), cancellationToken);

        Assert.Contains("```csharp\n" + example + "```", text, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("docs/tokenizers.md", "Counting")]
    [InlineData("docs/templates.md", "Templating")]
    [InlineData("docs/benchmarks.md", "Benchmarking", "Testing", "Comparing")]
    [InlineData("docs/dashboard.md", "Comparing")]
    public async Task What_a_page_shows_is_part_of_an_example_that_compiles(string page, params string[] examples)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippets = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), cancellationToken)).Split("```csharp\n")[1..].Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToList();
        var texts = new List<string>();
        foreach (var example in examples)
        {
            var folder = Path.Combine(Repository.Root, "examples", example);
            texts.AddRange(await Task.WhenAll(Directory.GetFiles(folder, "*.cs").Select(file => File.ReadAllTextAsync(file, cancellationToken))));
        }

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(texts, text => text.Contains(snippet, StringComparison.Ordinal)));
    }
}
