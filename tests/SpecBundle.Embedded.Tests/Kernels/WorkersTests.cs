using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public sealed class WorkersTests
{
    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_of_every_loop_is_done_once(int threads)
    {
        using var workers = new Workers(threads);
        for (var loop = 0; loop < 3_000; loop++)
        {
            // Some loops find the workers awake, some parked.
            if (loop % 500 == 499)
            {
                Thread.Sleep(20);
            }

            var work = new Counting(loop % 40);
            workers.Run(work, loop % 40);
            Assert.All(work.Times, times => Assert.Equal(1, times));
        }
    }

    [Fact(Timeout = 60_000)]
    public void A_part_that_fails_fails_the_loop_and_not_the_process()
    {
        using var workers = new Workers(2);
        Assert.Throws<InvalidOperationException>(() => workers.Run(new Failing(), 16));
    }

    private sealed class Counting(int parts) : ParallelWork
    {
        public int[] Times { get; } = new int[parts];

        public override void Do(int part, int worker) => Interlocked.Increment(ref Times[part]);
    }

    private sealed class Failing : ParallelWork
    {
        public override void Do(int part, int worker)
        {
            if (part == 7)
            {
                throw new InvalidOperationException("part 7");
            }
        }
    }
}
