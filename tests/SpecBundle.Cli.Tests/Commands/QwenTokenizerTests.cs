using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// The tool has no globalization data, where .NET normalizes nothing: what it sends a server are the ids of the reference, special tokens read as text,
/// all the same. eng/prove-packages.sh runs this with the tool as it is published.
/// </summary>
public sealed class QwenTokenizerTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Prompts = 100;

    /// <summary>Marks and letters that join the one before them, and characters that form C replaces.</summary>
    private static readonly SearchValues<char> NotFormC = SearchValues.Create("\u0301\u0308\u0303\u0344\u1161\u0958\u2126");

    [Fact(Timeout = 240_000)]
    public async Task Bench_sends_the_ids_of_the_reference_for_text_that_is_not_in_form_C()
    {
        var target = Directory.CreateTempSubdirectory("specbundle-qwen-").FullName;
        try
        {
            Fixture.Write("qwen", target);
            await File.WriteAllTextAsync(Path.Combine(target, "chat_template.jinja"), "{% for m in messages %}{{ m.content }}{% endfor %}");
            var rows = Fixture.Rows("qwen").Where(row => row.Text.Trim().Length > 0 && row.Text.AsSpan().ContainsAny(NotFormC)).Take(Prompts).ToList();
            Assert.Equal(Prompts, rows.Count);
            var prompts = Path.Combine(target, "prompts.jsonl");
            await File.WriteAllLinesAsync(prompts, rows.Select(row => JsonSerializer.Serialize(new { prompt = row.Text })));
            var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), ("generate", "eagle3.generate_stream"));

            var outcome = await CommandProcess.RunAsync(
                TestContext.Current.CancellationToken,
                "bench", "--target", target, "--attach", server.Address(name).ToString(), "--config-list", "1,3,1,4", "--prompts", prompts, "--warm-up", "0", "--max-new-tokens", "8", "--output", Path.Combine(target, "results"));

            Assert.True(outcome.ExitCode == 0, outcome.Error);
            IEnumerable<JsonElement> Sent() => server.Reports.Where(report => report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/generate");
            await server.WaitForAsync(_ => Sent().Count() >= Prompts, TestContext.Current.CancellationToken);
            Assert.Equal(
                rows.Select(row => string.Join(',', row.Plain)).Order(StringComparer.Ordinal),
                Sent().Select(report => string.Join(',', JsonNode.Parse(report.GetProperty("body").GetString()!)!["input_ids"]!.AsArray())).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }
}
