using System.Reflection;
using System.Text.RegularExpressions;
using SpeculativeDecoding.Cli;

namespace SpeculativeDecoding.Tests;

/// <summary>Hints name the library's options in the library, and the command line's on the command line.</summary>
public sealed partial class OptionNameTests
{
    [GeneratedRegex(@"\b[A-Z]\w+Options\.\w+|\bCatalog\.[A-Z]\w+|\b(?:Draft|Target)Model\.[A-Z]\w+|\bModelPair\(|\bHubClient\.|\bSpecBundle\.(?:Diagnose|Pull|Launch|Plan)\w*")]
    private static partial Regex OfLibrary { get; }

    // The server's own flags of the same name are a library's business: those of pairs and GPUs are the command line's alone.
    [GeneratedRegex(@"(?<![\w-])--(?:no-draft|tp(?!-)|gpus(?! all)|gpu-share|wait-for-gpu|allow-remote-code|allow-code-execution|target|draft(?!-)|python|no-fetch|sglang-version|config-list|phase-timeout|start-timeout|first-token-timeout)\b|\bspecbundle (?:catalog|plan|doctor|pull|cache|launch|generate|chat|bench)\b")]
    private static partial Regex OfCommandLine { get; }

    [Fact(Timeout = 60_000)]
    public void No_text_of_a_library_names_an_option_or_a_command_of_the_command_line()
    {
        // 'tp' as SGLang's documented spelling, and what plans render for docker, are commands, not advice.
        var texts = LibraryText.Libraries.SelectMany(LibraryText.Of).Where(text => text.Contains(' ', StringComparison.Ordinal) && !text.StartsWith("docker run", StringComparison.Ordinal)).ToList();

        Assert.True(texts.Count > 1_000);
        Assert.DoesNotContain(texts, text => OfCommandLine.IsMatch(text));
    }

    [Fact(Timeout = 60_000)]
    public void Every_text_of_a_library_loses_the_library_s_names_on_the_command_line()
    {
        var left = LibraryText.Libraries.SelectMany(LibraryText.Of).Where(text => text.Contains(' ', StringComparison.Ordinal))
            .SelectMany(text => OfLibrary.Matches(OptionNames.Translate(text)).Select(match => match.Value)).Distinct();

        // What only an app can set: no option of the command line stands for it.
        string[] ofApps = ["SpecClientOptions.IdleTimeout", "SpecClientOptions.HttpClientFactory", "PullOptions.Timeout", "PullOptions.StallTimeout", "HubOptions.HttpClientFactory", "HubOptions.TimeProvider", "HubOptions.AllowTokenOverHttp", "LaunchOptions.StopGrace"];
        Assert.Empty(left.Except(ofApps));
    }

    [Fact(Timeout = 60_000)]
    public void What_is_translated_is_there()
    {
        var commands = CommandLine.Commands(new Terminal(TextWriter.Null, TextWriter.Null, true, true), []).Subcommands;
        var options = commands.SelectMany(command => command.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        Type[] types = [.. new[] { typeof(PlanOptions), typeof(LaunchOptions), typeof(HubOptions), typeof(Benchmarks.Benchmark) }.SelectMany(type => type.Assembly.GetExportedTypes()).Distinct()];

        Assert.All(OptionNames.Options, pair =>
        {
            var (type, property) = (pair.Key.Split('.')[0], pair.Key.Split('.')[1]);
            Assert.Contains(types, candidate => candidate.Name == type && candidate.GetProperty(property, BindingFlags.Public | BindingFlags.Instance) is not null);
            Assert.All(Regex.Matches(pair.Value, @"--[\w-]+").Where(_ => !pair.Value.Contains("after '--'", StringComparison.Ordinal)), match => Assert.Contains(match.Value, options));
        });
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Use a release that has it, or leave the draft out (PlanOptions.UseDraft = false).", "Use a release that has it, or leave the draft out (--no-draft).")]
    [InlineData("Lower PlanOptions.ContextLength.", "Lower --context-length (after '--').")]
    [InlineData("Pass the extra argument --disable-custom-all-reduce.", "Pass the server argument (after '--') --disable-custom-all-reduce.")]
    [InlineData("NCCL_DEBUG=INFO in PlanOptions.Environment names it.", "NCCL_DEBUG=INFO in the environment names it.")]
    [InlineData("Catalog.All lists every pair; new ModelPair(target, draft) makes one of your own.", "'specbundle catalog' lists every pair; --target with --draft makes one of your own.")]
    [InlineData("SpecClientOptions.FirstTokenTimeout (LaunchOptions.Client, AttachOptions.Client) sets the limit.", "--first-token-timeout sets the limit.")]
    [InlineData("Name its algorithm with DraftModel.Algorithm.", "Name its algorithm with --speculative-algorithm (after '--').")]
    [InlineData("LaunchOptions.Port is 0", "--port is 0")]
    [InlineData("Remove it: HubClient.RemoveCachedModels([\"a/b\"]).", "Remove it: 'specbundle cache remove a/b --yes'.")]
    public void A_hint_is_translated(string ofLibrary, string ofCommandLine) => Assert.Equal(ofCommandLine, OptionNames.Translate(ofLibrary));

    [Theory(Timeout = 60_000)]
    [InlineData("--tp", "plan", "llama-3.1-8b", "--tp", "2", "--", "--tp-size", "4")]
    [InlineData("--no-draft", "plan", "llama-3.1-8b", "--", "--speculative-algorithm", "NGRAM")]
    [InlineData("--target", "plan", "no-such-pair")]
    [InlineData("--python", "launch", "llama-3.1-8b")]
    public async Task An_error_on_the_command_line_names_the_option_to_change(string option, params string[] arguments)
    {
        var outcome = await InProcess.RunAsync(arguments);

        Assert.InRange(outcome.ExitCode, 1, 2);
        Assert.Contains(option, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch(OfLibrary, outcome.Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_several_problems_each_is_followed_by_its_way_out()
    {
        var outcome = await InProcess.RunAsync("plan", "kimi-k2", "--tp", "8", "--", "--no-such-flag", "--port", "99999");

        Assert.Equal(2, outcome.ExitCode);
        var lines = outcome.Error.TrimEnd().Split('\n');
        Assert.Equal("specbundle: No launch plan for kimi-k2, for 3 reasons:", lines[0]);
        Assert.Equal(["- SGLang", "  The ne", "- moonsh", "  Read t", "- --port", "  It mus"], lines[1..].Select(line => line[..8]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Advice_of_a_plan_stands_in_its_hint()
    {
        var error = await Assert.ThrowsAsync<LaunchPlanException>(() => SpecBundle.PlanAsync(Catalog.Llama3_1_8B, new LaunchOptions { TensorParallelSize = 2, ExtraArguments = { "--tp-size", "4" } }, TestContext.Current.CancellationToken));

        Assert.Equal($"No launch plan for llama-3.1-8b: {error.Problems[0].Message}", error.Message);
        Assert.Equal(error.Problems[0].Remedy, error.Hint);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_python_that_was_named_and_has_no_SGLang_is_noted_by_the_plan()
    {
        var outcome = await InProcess.RunAsync("plan", "llama-3.1-8b", "--python", "/bin/true");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Note: On this machine it would not start: /bin/true (the option: has no SGLang).", outcome.Output, StringComparison.Ordinal);
    }
}
