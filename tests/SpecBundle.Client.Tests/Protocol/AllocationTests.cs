using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>A frame that repeats the whole answer costs what is new in it.</summary>
public sealed class AllocationTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_frame_allocates_does_not_grow_with_the_answer_before_it(bool repeats)
    {
        var frames = Frames(4000, repeats);
        Measure(frames[..100], repeats);

        var early = Measure(frames[..500], repeats) / 500;
        var late = (Measure(frames, repeats) - Measure(frames[..3500], repeats)) / 500;

        // What is kept: a mark of 24 bytes, an id of 4 and a text of 5, and what growing buffers average. A repeated answer's
        // bytes are kept for the comparison, twice with their growth; the whole of 4000 tokens alone would be 40 kB.
        TestContext.Current.TestOutputHelper?.WriteLine($"{early} bytes a chunk, {late} after 3500");
        Assert.InRange(early, 1, 120);
        Assert.InRange(late, 1, 120);
    }

    [Fact(Timeout = Limit)]
    public void A_chunk_is_a_view_of_16_bytes()
    {
        Assert.Equal(16, System.Runtime.CompilerServices.Unsafe.SizeOf<GenerateChunk>());
    }

    private static long Measure(byte[][] frames, bool repeats)
    {
        var answer = new AnswerAssembler(RequestId.Require("own", "id"), new ServerInfo { IncrementalOutput = !repeats }, isStreamed: true);
        var bytes = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames)
        {
            bytes += answer.Accept(frame, TimeSpan.Zero)!.Value.Utf8Text.Length;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(5 * frames.Length, bytes);
        return allocated;
    }

    private static byte[][] Frames(int count, bool repeats)
    {
        var text = new StringBuilder();
        var ids = new StringBuilder();
        var frames = new byte[count][];
        for (var frame = 0; frame < count; frame++)
        {
            text = repeats ? text : text.Clear();
            ids = repeats ? ids : ids.Clear();
            text.Append(" word");
            ids.Append(ids.Length > 0 ? "," : "").Append(1000 + frame);
            frames[frame] = Encoding.UTF8.GetBytes($$$"""{"text":"{{{text}}}","output_ids":[{{{ids}}}],"meta_info":{"id":"r","finish_reason":null,"prompt_tokens":3,"completion_tokens":{{{frame + 1}}}}}""");
        }

        return frames;
    }
}
