namespace SpeculativeDecoding.Tests;

/// <summary>Logs of failed servers around the text that tells the cause.</summary>
internal static class FailureLogs
{
    public const string Sigquit = "[2026-11-24 00:22:09] Received sigquit from a child process. It usually means the child failed.";

    /// <summary>A scheduler raised it and took the server down.</summary>
    public static IReadOnlyList<string> OfScheduler(string exception) =>
    [
        "[2026-11-24 00:22:07] server_args=ServerArgs(model_path='a/b', trust_remote_code=True, speculative_algorithm='EAGLE3', speculative_draft_model_path='c/d')",
        "[2026-11-24 00:22:09 TP0] Load weight begin. avail mem=78.50 GB",
        "[2026-11-24 00:22:09 TP0] Scheduler hit an exception: Traceback (most recent call last):",
        "  File \"/opt/site/sglang/srt/managers/scheduler.py\", line 2888, in run_scheduler_process",
        "    scheduler = Scheduler(server_args, port_args, gpu_id, tp_rank)",
        .. exception.Split('\n'),
        string.Empty,
        Sigquit,
        "[2026-11-24 00:22:09] kill_process_tree called: parent_pid=3573, include_parent=True, pid=3573",
    ];

    /// <summary>The main process raised it before it had children.</summary>
    public static IReadOnlyList<string> OfMain(string exception) =>
    [
        "Traceback (most recent call last):",
        "  File \"<frozen runpy>\", line 198, in _run_module_as_main",
        "    server_args = prepare_server_args(sys.argv[1:])",
        .. exception.Split('\n'),
    ];

    /// <summary>A line without a traceback.</summary>
    public static IReadOnlyList<string> OfLine(string line) => ["[2026-11-24 00:22:07] Init torch distributed begin.", line];
}
