namespace SpeculativeDecoding.Tests;

/// <summary>Logs that nobody would write: the readers have an answer, or none, and an end.</summary>
[LongForm]
public sealed class HostileLogTests
{
    private static readonly string[] Pieces =
    [
        "[2026-11-24 00:22:07] ", "[2026-11-24 00:22:09 TP0] ", "[2026-11-24 00:22:09 TP99999999999 ATTN_CP1] ", "[2026-99-99 99:99:99] ", "Scheduler hit an exception: ", "Traceback (most recent call last):", "  File \"x.py\", line 99999999999999999999, in f", "  File \"", "    raise",
        "RuntimeError: CUDA error: an illegal memory access was encountered", "torch.OutOfMemoryError: HIP out of memory.", "The above exception was the direct cause of the following exception:", "Segmentation fault (core dumped)", "Fatal Python error: Segmentation fault", "Caught signal 11 (Segmentation fault",
        "max_total_num_tokens=99999999999999999999, chunked_prefill_size=-1, max_prefill_tokens=1e300, max_running_requests=NaN, context_len=", "server_args=ServerArgs(speculative_algorithm='EAGLE3')", "Load weight begin. avail mem=1e999 GB", "Loading safetensors checkpoint shards:  99999999999% Completed | 9/0 [", "Capturing batches (bs=99999999999 avail_mem=): 0%| | 0/0", "The server is fired up and ready to roll!",
        "Decode batch, #running-req: ", "usage: launch_server.py", "launch_server.py: error: argument --", "exit code: -11", "Received sigquit from a child process.", "Watchdog timeout (self.watchdog_timeout=", "{", "}", "{line}", "\\", "\u001b[2J", "\u009b", "\u202E", "\0", "\r", "\n", "\t", "]", "[", "(", ")", "'", "\"", "%|", "\ud800", "\uDC00", "😀", "١٢", " ", "", "NCCL error in: ", "Cuda failure 719 'unspecified launch failure'",
    ];

    [Fact(Timeout = 1_800_000)]
    public void Any_log_is_read_without_a_crash()
    {
        for (var seed = 0; seed < Soak.Inputs(brief: 1_000, full: 100_000); seed++)
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, random.Next(40)).Select(_ => Line(random)).ToList();

            var reader = new StartUpReader();
            foreach (var line in lines)
            {
                reader.Read(line);
            }

            var failure = new FailureSearch(lines, random.Next(4) switch { 0 => null, 1 => 1, 2 => -11, _ => random.Next() }).Find();
            Assert.True(failure is null || (failure.Summary.Length > 0 && failure.Remedy.Length > 0));
        }
    }

    [Fact(Timeout = 1_800_000)]
    public void Lines_of_any_length_are_read_in_bounds()
    {
        // A line is cut at 64 Ki characters: what has no end must not take long for each of them.
        string[] units = ["a", " ", "[", "(", "=", "\"", ".", "1", "/", "\\", "a ", "a=", "'x', ", "[2026-11-24 00:22:07] ", "File \"", "Traceback ", "error: ", "100%|", "\u001b[", "ignore ", "trying ", "NCCL error ", "unhandled cuda error ", "weight ", "not divisible ", "heads ", "ninja "];
        foreach (var unit in units)
        {
            List<string> lines = [];
            var splitter = new LineSplitter(lines.Add);
            for (var written = 0; written < 200_000; written += unit.Length)
            {
                splitter.Write(unit);
            }

            splitter.Flush();
            var line = Assert.Single(lines);
            Assert.InRange(line.Length, 1, 64 * 1024);
            new StartUpReader().Read(line);
            _ = new FailureSearch(["[2026-11-24 00:22:09 TP0] Scheduler hit an exception: Traceback (most recent call last):", "  File \"a.py\", line 1, in f", "RuntimeError: " + line], 1).Find();
            _ = new FailureSearch([line], null).Find();
        }
    }

    private static string Line(Random random) => random.Next(50) == 0
        ? string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(2_000)))
        : string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
