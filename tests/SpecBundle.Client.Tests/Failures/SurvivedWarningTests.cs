namespace SpeculativeDecoding.Tests;

/// <summary>What a server survived, and what its requests say, is not blamed for the end that came later.</summary>
public sealed class SurvivedWarningTests
{
    private const string Ready = "[2026-06-16 11:34:16] The server is fired up and ready to roll!";
    private const string Batch = "[2026-06-16 11:34:20 TP0] Decode batch, #running-req: 1, #token: 128, token usage: 0.00";
    private const string Segfault = "Fatal Python error: Segmentation fault";

    private static readonly string[] PromptTraceback =
    [
        "Traceback (most recent call last):",
        "  File \"app.py\", line 1, in <module>",
        "    import sglang",
        "ModuleNotFoundError: No module named 'sglang'",
    ];

    public static TheoryData<string> Warnings => new(
        "'(MaxRetryError(\"HTTPSConnectionPool(host='huggingface.co', port=443): Max retries exceeded (Caused by NameResolutionError(Failed to resolve 'huggingface.co' ([Errno -3] Temporary failure in name resolution)))\"), '(Request ID: 1)')' thrown while requesting HEAD https://huggingface.co/a/b/resolve/main/config.json",
        "Retrying in 1s [Retry 1/5].",
        "Couldn't connect to 'https://huggingface.co'. Using cached version of a/b.",
        "ImportError: No module named 'flash_attn', falling back to triton",
        "nvcc: not found, using fallback kernels",
        "CUDA out of memory with 512 requests. Trying 256 instead",
        "429 Client Error: Too Many Requests for url: https://huggingface.co/a/b, will retry",
        "OSError: [Errno 28] No space left on device, ignoring",
        "429 Client Error: Too Many Requests for url: https://huggingface.co/a/b\nRetrying in 2s [Retry 2/5].",
        "torch.OutOfMemoryError: CUDA out of memory.\nFalling back to a smaller batch");

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Warnings))]
    public void A_warning_that_says_what_was_done_instead_is_not_blamed(string warning)
    {
        string[] start = ["[2026-06-16 11:33:58 TP0] Load weight begin. avail mem=78.50 GB", .. warning.Split('\n')];
        string[] stamped = [start[0], .. start[1..].Select(line => "[2026-06-16 11:33:59] " + line)];
        foreach (var log in new[] { start, stamped })
        {
            Assert.Equal("process-killed", Told([.. log, Exit(-9)]));
            Assert.Equal("process-crashed", Told([.. log, Exit(-11)]));
            Assert.Equal("process-crashed", Told([.. log, Segfault, "", "Current thread 0x00007f4858f86740 (most recent call first):", "  File \"/opt/site/torch/cuda/graphs.py\", line 97 in capture_end"]));
        }
    }

    [Fact(Timeout = 60_000)]
    public void A_traceback_that_the_server_got_over_is_not_blamed()
    {
        string[] survived = ["[2026-06-16 11:33:50] Could not load it: Traceback (most recent call last):", .. PromptTraceback[1..]];

        Assert.Equal("process-killed", Told([.. survived, "[2026-06-16 11:33:58 TP0] Load weight begin. avail mem=78.50 GB", Exit(-9)]));
        Assert.Equal("process-killed", Told([.. survived, "[2026-06-16 11:33:58] Falling back to another loader", Exit(-9)]));
    }

    [Fact(Timeout = 60_000)]
    public void The_text_of_a_prompt_is_not_the_cause_of_a_crash()
    {
        string[] prompt = [Ready, "[2026-06-16 11:34:17] Prompt: what does this mean?", .. PromptTraceback];
        foreach (var log in new string[][] { prompt, [.. prompt, Batch], [Ready, Batch, "ModuleNotFoundError: No module named 'sglang'"] })
        {
            Assert.Equal("process-crashed", Told([.. log, Segfault, "", "Current thread 0x00007f4858f86740 (most recent call first):", "  File \"/opt/site/torch/nn.py\", line 97 in forward"]));
            Assert.Equal("process-crashed", Told([.. log, Exit(-11), FailureLogs.Sigquit]));
            Assert.Equal("process-killed", Told([.. log, Exit(-9), FailureLogs.Sigquit]));
            Assert.Equal("process-crashed", new FailureSearch(log, 139).Find()?.Id);
        }
    }

    [Fact(Timeout = 60_000)]
    public void What_a_serving_scheduler_announces_stays_the_cause_though_it_is_killed_after_it()
    {
        string[] log = [Ready, Batch, .. FailureLogs.OfScheduler("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 6.98 GiB."), Exit(-9)];

        Assert.Equal("gpu-out-of-memory", Told(log));
    }

    private static string Exit(int code) => $"[2026-06-16 11:34:26] Subprocess scheduler_0 (pid=4711) crashed with exit code {code}. Triggering SIGQUIT for cleanup...";

    private static string? Told(string[] log) => new FailureSearch(log, -9).Find()?.Id;
}
