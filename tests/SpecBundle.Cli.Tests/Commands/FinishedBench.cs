using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>A run of <c>specbundle bench</c> that has ended, for the tests that only read what it said and left.</summary>
public sealed class FinishedBench : IAsyncLifetime
{
    public const int Prompts = 12;
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-bench-").FullName;
    private CommandOutcome? _outcome;

    /// <summary>Where its results are: to be read, not changed.</summary>
    public string Results => Path.Combine(_folder, "results");

    internal CommandOutcome Outcome => _outcome!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _outcome = await CommandProcess.RunAsync(limit.Token, Arguments(_folder, Prompts));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The command for so many questions, whose results go below the folder.</summary>
    public static string[] Arguments(string folder, int prompts)
    {
        var file = Path.Combine(folder, "mine.jsonl");
        File.WriteAllLines(file, Enumerable.Range(0, prompts).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"q{{i}}","prompt":"Ida has {{i + 9}} coins and finds {{i + 3}} more. How many coins does Ida have?"}""")));
        return ["bench", "tiny", "--prompts", file, "--max-new-tokens", "48", "--config-list", "1,0,0,0", "1,3,1,4", "--output", Path.Combine(folder, "results")];
    }
}
