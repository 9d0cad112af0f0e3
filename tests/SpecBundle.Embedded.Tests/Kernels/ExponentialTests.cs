using System.Runtime.Intrinsics;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public sealed class ExponentialTests
{
    [Fact(Timeout = 30_000)]
    public void It_is_exact_to_three_parts_in_ten_million()
    {
        for (var x = -87f; x < 88f; x += 0.00137f)
        {
            var expected = Math.Exp(x);
            Assert.InRange(Math.Abs(Exponential.Of(x) - expected) / expected, 0, 3e-7);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-200f)]
    public void Far_below_it_is_as_good_as_zero(float x) => Assert.InRange(Exponential.Of(x), 0f, 2e-38f);

    [Fact(Timeout = 30_000)]
    public void Zero_gives_one_in_every_lane() => Assert.Equal(Vector256<float>.One, Exponential.Of(Vector256<float>.Zero));
}
