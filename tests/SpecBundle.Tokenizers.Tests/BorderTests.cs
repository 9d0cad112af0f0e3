namespace SpeculativeDecoding.Tests;

/// <summary>Templates, files and splitting know nothing of tokenizers and conversations, nor of each other more than they need.</summary>
public sealed class BorderTests
{
    private const string Borders = """
        Unicode:
        Splitting: . Unicode
        Merging: Splitting
        Templates:
        Files: . Splitting Merging
        Conversations: . Templates
        .: Conversations Files Splitting Merging
        """;

    [Fact(Timeout = 60_000)]
    public void No_folder_uses_one_that_it_may_not_know() => Assert.Empty(FolderBorders.Crossings(typeof(ModelTokenizer).Assembly, Borders));
}
