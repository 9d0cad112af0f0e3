using CsCheck;

namespace SpeculativeDecoding.Tests;

public sealed class ForeignLogTests
{
    private static readonly string[] Pieces =
    [
        "[2026-11-24 00:22:09 TP0] ", "Scheduler hit an exception: ", "Traceback (most recent call last):", "Capturing batches (bs=", "|", "\r", "\n", ": ",
        "99999999999/99999999999999999999", "max_total_num_tokens=99999999999999", "Load weight begin", "usage: ", "x: error: ", "KeyError", "[", "%| ", "  File \"", "\0",
    ];

    private static readonly Gen<string> Line =
        Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]), Gen.String).Array[0, 12].Select(string.Concat);

    [LongForm]
    [Fact(Timeout = 600_000)]
    public void No_log_makes_the_readers_throw()
    {
        Gen.Select(Line.Array[0, 20], Gen.Int[-9, 140]).Sample(
            (lines, exitCode) =>
            {
                LogRecording.Follow(lines);
                var failure = new FailureSearch(lines, exitCode).Find();
                return failure is null || failure.Remedy.Length > 0;
            },
            iter: Soak.Draws(brief: 200, full: 2_000),
            threads: 1);
    }
}
