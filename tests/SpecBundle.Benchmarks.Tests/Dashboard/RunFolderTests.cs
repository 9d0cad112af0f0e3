using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>What the dashboard is told of a folder that 'bench' wrote.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task Published_figures_are_held_against_it_as_when_it_was_made()
    {
        await WriteAsync(Catalog.Qwen3_30B.Draft!.Repository);
        var run = await RunFolder.ReadAsync(_folder, new ReportOptions(), TestContext.Current.CancellationToken);
        Assert.Contains(run.Report.Findings, finding => finding.Kind == FindingKind.PublishedFigure);
    }

    [Fact(Timeout = 60_000)]
    public async Task Published_figures_of_another_draft_are_not()
    {
        await WriteAsync("mine/draft");
        var run = await RunFolder.ReadAsync(_folder, new ReportOptions(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(run.Report.Findings, finding => finding.Kind == FindingKind.PublishedFigure);
    }

    [Fact(Timeout = 60_000)]
    public async Task Failures_and_notes_of_the_run_are_told()
    {
        await WriteAsync("mine/draft");
        Assert.Empty((await RunFolder.ReadAsync(_folder, new ReportOptions(), TestContext.Current.CancellationToken)).Notes);
        await File.WriteAllTextAsync(Path.Combine(_folder, "summary.json"), """{"session":1,"failures":[{"configuration":"8,7,1,8","error":"Out of memory."}],"notes":["The prefix cache was not emptied."]}""", TestContext.Current.CancellationToken);
        var run = await RunFolder.ReadAsync(_folder, new ReportOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(["8,7,1,8 failed: Out of memory.", "The prefix cache was not emptied."], run.Notes);

        // A later session has asked more since: what the summary of the one before says no longer holds.
        await File.WriteAllTextAsync(Path.Combine(_folder, "summary.json"), """{"session":0,"failures":[{"configuration":"8,7,1,8","error":"Out of memory."}],"notes":[]}""", TestContext.Current.CancellationToken);
        Assert.Empty((await RunFolder.ReadAsync(_folder, new ReportOptions(), TestContext.Current.CancellationToken)).Notes);
    }

    [Fact(Timeout = 60_000)]
    public async Task Prompts_limits_and_versions_are_among_the_settings()
    {
        await WriteAsync("mine/draft");
        var settings = (await RunFolder.ReadAsync(_folder, new ReportOptions(), TestContext.Current.CancellationToken)).Settings;
        Assert.Equal(["seed", "workload gsm8k", "server 8,3,1,4"], settings.Select(setting => setting.Key));
        Assert.Equal("23 prompts; at most 512 new tokens; stops at \"Question\" \"User:\"; SHA-256 of the prompts f2a1", settings[1].Value);
        Assert.Equal("0.5.6; client 0.1.0.0; target commit abc; arguments: --tp-size 1", settings[2].Value);
    }

    private async Task WriteAsync(string draft)
    {
        await using (var log = RequestLog.Open(Path.Combine(_folder, "requests.jsonl")))
        {
            foreach (var record in Enumerable.Reverse(RandomRecords.Draw(3)).DistinctBy(record => (record.Configuration, record.Workload, record.PromptId, record.Turn, record.Sample)))
            {
                await log.AppendAsync(record, TestContext.Current.CancellationToken);
            }
        }

        var description = JsonNode.Parse("""
            {"settings":{"seed":1,"attach":null,"server_arguments":[],
             "workloads":{"gsm8k":{"prompts":23,"sha256":"f2a1","max_new_tokens":512,"stop":["Question","User:"]}}},
             "servers":{"8,3,1,4":{"version":"0.5.6","target_commit":"abc","draft_commit":null,"arguments":["--tp-size","1"],"client":"0.1.0.0"}}}
            """)!;
        (description["settings"]!["target"], description["settings"]!["draft"]) = (Catalog.Qwen3_30B.Target.Repository, draft);
        await File.WriteAllTextAsync(Path.Combine(_folder, "run.json"), description.ToJsonString(), TestContext.Current.CancellationToken);
    }
}
