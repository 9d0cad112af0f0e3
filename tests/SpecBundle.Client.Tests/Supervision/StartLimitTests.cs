namespace SpeculativeDecoding.Tests;

/// <summary>Starts that get nowhere.</summary>
public sealed class StartLimitTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(8);
    private readonly FakePython _python = new();

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_hangs_in_its_warm_up_is_given_up_though_it_logs_each_of_our_polls()
    {
        var options = Hanging();
        options.SilenceTimeout = Short;
        options.Environment["STANDIN_ACCESS"] = "1";

        var failure = await FailAsync(options);

        Assert.Equal(LaunchPhase.WarmingUp, failure.Phase);
        Assert.Contains("(WarmingUp): it has shown no sign of life for 8 s.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LaunchOptions.SilenceTimeout", failure.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.LogTail, line => line.Contains("GET /health", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_says_the_same_again_and_again_is_given_up()
    {
        var options = Hanging();
        options.SilenceTimeout = Short;
        options.Environment["STANDIN_CHATTER"] = "Waiting for the other ranks, {number} s";

        Assert.Contains("no sign of life for 8 s", (await FailAsync(options)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_says_ever_new_things_and_gets_no_further_is_given_up()
    {
        var options = Hanging();
        options.PhaseTimeout = Short;
        options.Environment["STANDIN_CHATTER"] = "Looking at {word}";

        var failure = await FailAsync(options);

        Assert.Contains("(WarmingUp): it has not advanced for 8 s.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LaunchOptions.PhaseTimeout", failure.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_count_that_grows_keeps_a_start_alive_until_the_limit_of_all_of_it()
    {
        var options = Hanging();
        (options.SilenceTimeout, options.PhaseTimeout, options.StartTimeout) = (Short, Short, TimeSpan.FromSeconds(20));
        options.Environment["STANDIN_CHATTER"] = "DeepGEMM warmup: {number}/100000 [00:41<05:01, 47.9it/s]";

        var failure = await FailAsync(options);

        Assert.Contains("it was not ready 20 s after its process had started", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LaunchOptions.StartTimeout", failure.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_crashed_under_a_silent_server_ends_the_start()
    {
        using var folder = new TemporaryFolder();
        var python = Path.Combine(folder.Path, "python3");

        // The server is a program that never asks how its child ended.
        Script.Write(python, "#!/bin/sh\ncase \"$1\" in -I) exec python3 \"$@\" ;; -c) printf '0.5.17\\n0.4.3\\n'; exit 0 ;; esac\nsh -c 'kill -s SEGV $$' &\nexec sleep 1000\n");

        var failure = await FailAsync(new LaunchOptions { Python = python, TensorParallelSize = 1, PullModels = false });

        Assert.Contains("was ended by signal 11, and the server waits for it", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _python.Dispose();

    /// <summary>Its port is open and its health 503, as in a warm-up; it is never fired up.</summary>
    private LaunchOptions Hanging()
    {
        var options = _python.Options("startup/plain");
        options.Environment["STANDIN_HOLD"] = "The server is fired up";
        return options;
    }

    private static Task<ServerStartException> FailAsync(LaunchOptions options) =>
        Assert.ThrowsAsync<ServerStartException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));
}
