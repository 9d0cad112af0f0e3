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
}
