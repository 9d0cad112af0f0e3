using System.Text;
using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>What the tool says of files that can't be read whole and as they are: one sentence, and no answer.</summary>
public sealed class DamagedDataTests : IDisposable
{
    private const int Timeout = 120_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory(Timeout = Timeout)]
    [InlineData("bench", "p.jsonl.gz", "{\"prompt\":\"a\"}", "p.jsonl.gz: it is no gzip file, in spite of its name.")]
    [InlineData("bench", "p.jsonl", "{\"prompt\":\"a\\ud83d b\"}", "p.jsonl, line 1: the escape \\ud83d at 13 is half of a surrogate pair")]
    [InlineData("bench", "p.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":\"caf\u00e9\"}", "p.jsonl, line 2: the byte 0xE9 at 15 is no UTF-8")]
    [InlineData("bench", "p.jsonl", "{\"prompt\":\"a\",\"images\":[\"/etc/passwd\"]}", "p.jsonl, line 1 (p/0): the image '/etc/passwd' can't be read: it lies outside of")]
    [InlineData("bench", "p.jsonl", "{\"messages\":[\"a\"]}", "p.jsonl, line 1 (p/0): a message has no role")]
    [InlineData("generate", "p.jsonl.gz", "{\"prompt\":\"a\"}", "p.jsonl.gz: it is no gzip file, in spite of its name.")]
    [InlineData("generate", "p.jsonl", "{\"prompt\":\"a\"}\n\n{\"prompt\":\"a\\ud83d b\"}", "p.jsonl, line 3: the escape \\ud83d at 13 is half of a surrogate pair")]
    [InlineData("generate", "p", "{\"prompt\":\"caf\u00e9\"}", "p, line 1: the byte 0xE9 at 15 is no UTF-8")]
    [InlineData("generate", "p", "{\"prompt\":\"a\"}\n{\"prompt\":3}", "p, line 2: ")]
    public async Task A_file_of_prompts(string command, string name, string text, string sentence)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        var outcome = await RunAsync(command, "tiny", "--prompts", path);
        Assert.InRange(outcome.ExitCode, 1, 2);
        Assert.Contains(sentence, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_is_there_twice_is_told_in_words_JSON_and_page_and_an_edited_one_ends_the_command()
    {
        var (first, second) = (await RunFolderAsync("first"), await RunFolderAsync("second"));
        var requests = Path.Combine(second, "requests.jsonl");
        var lines = await File.ReadAllLinesAsync(requests, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(requests, [.. lines, lines[3]], TestContext.Current.CancellationToken);
        const string Note = "requests.jsonl: the same line is there twice, and counts once: line 13 repeats line 4.";

        Assert.Contains($"Note: {second}: {Note}", (await RunAsync("compare", first, second)).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("compare", first, second, "--json")).Output);
        Assert.Equal([$"{second}: {Note}"], json.RootElement.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!));
        Assert.Equal(12, json.RootElement.GetProperty("cells")[0].GetProperty("requests").GetInt32());
        var page = Path.Combine(_folder, "page.html");
        Assert.Equal(0, (await RunAsync("dashboard", second, "--output", page)).ExitCode);
        Assert.Contains(Note, await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await File.WriteAllLinesAsync(requests, lines.Select((line, index) => index == 5 ? line.Replace("\"verify_steps\":50", "\"verify_steps\":40", StringComparison.Ordinal) : line), TestContext.Current.CancellationToken);
        foreach (var arguments in new[] { new[] { "compare", first, second }, ["dashboard", second, "--output", page] })
        {
            var outcome = await RunAsync(arguments);
            Assert.InRange(outcome.ExitCode, 1, 2);
            Assert.Contains($"{requests}(6): was changed after it was written", outcome.Error, StringComparison.Ordinal);
        }
    }

    private async Task<string> RunFolderAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        await using var log = RequestLog.Open(Path.Combine(folder, "requests.jsonl"));
        for (var prompt = 0; prompt < 12; prompt++)
        {
            await log.AppendAsync(new RequestRecord { Configuration = "1,3,1,4", Workload = "mine", PromptId = $"mine/{prompt}", FinishedSeconds = 1, CompletionTokens = 100, VerifySteps = 50 }, TestContext.Current.CancellationToken);
        }

        return folder;
    }

    private static Task<CommandOutcome> RunAsync(params string[] arguments) => CommandProcess.RunAsync(TestContext.Current.CancellationToken, arguments);
}
