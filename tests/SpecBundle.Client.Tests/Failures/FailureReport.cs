namespace SpeculativeDecoding.Tests;

/// <summary>A public report of a failed server: what it said, in a line or a few, and what it should be told.</summary>
/// <param name="Number">Repository and number.</param>
/// <param name="Kind">Who said it: <c>scheduler</c> at its start, <c>serving</c>, <c>main</c>, <c>warmup</c>, <c>crash</c> or a bare <c>line</c>.</param>
/// <param name="Frame">The source of the innermost frame, and its statement after a bar; empty where any will do.</param>
/// <param name="Right">The cause's id.</param>
/// <param name="Said">The telling lines.</param>
public sealed record FailureReport(string Number, string Kind, string Frame, string Right, string Said)
{
    public static IReadOnlyList<FailureReport> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Failures", "Reports", "reports.tsv")).Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new FailureReport(cells[0], cells[1], cells[2], cells[3], cells[4].Replace("\\n", "\n", StringComparison.Ordinal))),
    ];

    public int? ExitCode => Kind switch { "main" => 1, "crash" or "line" => -9, _ => 137 };

    /// <summary>A log around it, with what the logs of healthy servers say too.</summary>
    public IReadOnlyList<string> Log() =>
    [
        "/opt/site/torch/cuda/__init__.py:63: FutureWarning: The pynvml package is deprecated. Please install nvidia-ml-py instead.",
        "[2026-06-16 11:33:50] server_args=ServerArgs(model_path='a/b', trust_remote_code=False, nnodes=1, disable_radix_cache=False)",
        "[2026-06-16 11:33:51] Ignore import error when loading sglang.srt.models.glm4v_moe: No module named 'transformers.models.glm4v_moe'",
        "'(MaxRetryError(\"HTTPSConnectionPool(host='huggingface.co', port=443): Max retries exceeded\"))' thrown while requesting HEAD, retrying in 1s [Retry 1/5].",
        "Exception ignored in: <function SharedMemory.__del__ at 0x7f0000000000>",
        "Traceback (most recent call last):",
        "  File \"/usr/lib/python3.12/multiprocessing/shared_memory.py\", line 184, in __del__",
        "    self.close()",
        "OSError: [Errno 28] No space left on device",
        .. Kind == "main" ? [] : Loaded,
        .. Kind switch
        {
            "main" => Traceback("Traceback (most recent call last):"),
            "warmup" => Traceback("[2026-06-16 11:34:16] Initialization failed. warmup error: Traceback (most recent call last):"),
            "crash" => Crash(),
            "line" => [Said],
            _ => Traceback("[2026-06-16 11:34:16 TP0 ATTN_CP1 MOE_DP0] Scheduler hit an exception: Traceback (most recent call last):"),
        },
        .. Kind == "main" ? [] : Down,
    ];

    private static string[] Loaded =>
    [
        "[2026-06-16 11:33:58 TP0 ATTN_CP0 MOE_DP0] Load weight begin. avail mem=78.50 GB",
        "[2026-06-16 11:34:06 TP0 ATTN_CP0 MOE_DP0] Load weight end. elapsed=8.1 s, type=LlamaForCausalLM, avail mem=62.25 GB, mem usage=16.25 GB.",
    ];

    private static string[] Down =>
    [
        "",
        "[2026-06-16 11:34:16] SIGQUIT received. signum=None, frame=None. It usually means one child failed.",
        "[2026-06-16 11:34:16] kill_process_tree called: parent_pid=3573, include_parent=True, pid=3573",
    ];

    private string[] Frames()
    {
        var (file, code) = Frame.Split('|') is [var path, var statement] ? (path, statement) : (Frame, "raise error");
        return Frame.Length == 0 ? [] : [$"  File \"/opt/site/{file}\", line 388, in run", $"    {code}"];
    }

    private string[] Traceback(string first) =>
    [
        first,
        "  File \"/opt/site/sglang/srt/managers/scheduler.py\", line 3918, in run_scheduler_process",
        "    scheduler = Scheduler(",
        "                ^^^^^^^^^^",
        .. Frames(),
        .. Said.Split('\n'),
    ];

    private string[] Crash() =>
    [
        .. Said is "Segmentation fault" or "Bus error" ? ["Fatal Python error: " + Said, "", "Thread 0x00007edef7fff640 (most recent call first):", "  File \"/opt/site/sglang/srt/managers/scheduler.py\", line 2207 in watchdog_thread", ""]
            : Said[0] is '[' or 'H' ? ["terminate called after throwing an instance of 'c10::DistBackendError'", "  what():  " + Said, "", "Fatal Python error: Aborted", ""]
            : new[] { Said, "Fatal Python error: Aborted", "" },
        "Current thread 0x00007f4858f86740 (most recent call first):",
        Frame.Split('|') is [var file, var function] ? $"  File \"/opt/site/{file}\", line 351 in {function}" : "  File \"/opt/site/torch/cuda/graphs.py\", line 97 in capture_end",
        "  File \"/opt/site/sglang/srt/managers/scheduler.py\", line 3918 in run_scheduler_process",
        "",
        "Traceback (most recent call last):",
        "  File \"/opt/site/sglang/srt/entrypoints/engine.py\", line 880, in _wait_for_scheduler_ready",
        "    raise RuntimeError(",
        "RuntimeError: Rank 0 scheduler died during initialization (exit code: -6). If exit code is -9 (SIGKILL), a common cause is the OS OOM killer. Run `dmesg -T | grep -i oom` to check.",
    ];
}
