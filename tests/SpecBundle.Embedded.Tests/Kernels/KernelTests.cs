using System.Runtime.Intrinsics;
using CsCheck;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>A row's result may depend on nothing but the row: neither on the rows beside it nor on the width of vectors.</summary>
public sealed unsafe class KernelTests
{
    private static readonly Gen<(int Rows, int Inputs, int Outputs, int Seed, bool Brain)> Shapes = Gen.Select(Gen.Int[1, 19], Gen.Int[1, 70], Gen.Int[1, 150], Gen.Int, Gen.Bool);

    private static readonly Gen<int> HeadSizes = Gen.OneOf([.. new[] { 8, 16, 24, 64, 80, 128 }.Select(Gen.Const)]);

    [Fact(Timeout = 60_000)]
    public void A_row_is_computed_alike_alone_and_among_others() => Shapes.Sample(shape =>
    {
        using var rows = RandomBuffer(shape.Rows * shape.Inputs, shape.Seed);
        using var weights = RandomMatrix(shape.Outputs, shape.Inputs, shape.Seed + 1, shape.Brain);
        using var together = new FloatBuffer(shape.Rows * shape.Outputs);
        using var alone = new FloatBuffer(shape.Rows * shape.Outputs);
        GroupProducts.Multiply(rows.Pointer, shape.Rows, weights, 0, weights.Groups, together.Pointer);
        for (var row = 0; row < shape.Rows; row++)
        {
            GroupProducts.Multiply(rows.Pointer + (row * shape.Inputs), 1, weights, 0, weights.Groups, alone.Pointer + (row * shape.Outputs));
        }

        Assert.Equal(together.Slice(0, (int)together.Length).ToArray(), alone.Slice(0, (int)alone.Length).ToArray());
    }, iter: 200);

    [Fact(Timeout = 60_000)]
    public void Wide_vectors_give_what_narrow_ones_give()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "This processor has no vectors of 512 bits.");
        Shapes.Sample(CompareWidths, iter: 200);
    }

    [Fact(Timeout = 60_000)]
    public void Products_are_those_of_double_precision_within_rounding() => Shapes.Sample(shape =>
    {
        using var rows = RandomBuffer(shape.Rows * shape.Inputs, shape.Seed);
        var values = Weights(shape.Outputs, shape.Inputs, shape.Seed + 1, shape.Brain);
        using var weights = new PackedMatrix(shape.Outputs, shape.Inputs, values);
        using var outputs = new FloatBuffer(shape.Rows * shape.Outputs);
        GroupProducts.Multiply(rows.Pointer, shape.Rows, weights, 0, weights.Groups, outputs.Pointer);
        for (var row = 0; row < shape.Rows; row++)
        {
            for (var output = 0; output < shape.Outputs; output++)
            {
                var expected = 0.0;
                for (var i = 0; i < shape.Inputs; i++)
                {
                    expected += (double)rows.Pointer[(row * shape.Inputs) + i] * values[(output * shape.Inputs) + i];
                }

                Assert.Equal(expected, outputs.Pointer[(row * shape.Outputs) + output], 1e-4);
            }
        }
    }, iter: 50);

    [Fact(Timeout = 60_000)]
    public void Attention_depends_on_the_keys_of_its_path_alone_wherever_they_lie() =>
        Gen.Select(Gen.Int[1, 40], HeadSizes, Gen.Int).Sample((count, headSize, seed) =>
        {
            const int Slots = 64;
            const int Heads = 2;
            using var queries = RandomBuffer(Heads * headSize, seed);
            using var keys = RandomBuffer(Slots * headSize, seed + 1);
            using var values = RandomBuffer(Slots * headSize, seed + 2);
            using var scores = new FloatBuffer(Heads * count);
            using var here = new FloatBuffer(Heads * headSize);
            using var there = new FloatBuffer(Heads * headSize);
            var slots = Enumerable.Range(0, count).ToArray();
            fixed (int* path = slots)
            {
                Attention.Attend(queries.Pointer, Heads, keys.Pointer, values.Pointer, path, count, headSize, scores.Pointer, here.Pointer);
            }

            var random = new Random(seed);
            var moved = Enumerable.Range(0, Slots).OrderBy(_ => random.Next()).Take(count).ToArray();
            using var movedKeys = new FloatBuffer(Slots * headSize);
            using var movedValues = new FloatBuffer(Slots * headSize);
            for (var i = 0; i < count; i++)
            {
                keys.Slice(i * headSize, headSize).CopyTo(movedKeys.Slice(moved[i] * headSize, headSize));
                values.Slice(i * headSize, headSize).CopyTo(movedValues.Slice(moved[i] * headSize, headSize));
            }

            fixed (int* path = moved)
            {
                Attention.Attend(queries.Pointer, Heads, movedKeys.Pointer, movedValues.Pointer, path, count, headSize, scores.Pointer, there.Pointer);
            }

            Assert.Equal(here.Slice(0, Heads * headSize).ToArray(), there.Slice(0, Heads * headSize).ToArray());
            Assert.Equal(Expected(queries, keys, values, count, headSize), here.Slice(0, Heads * headSize).ToArray().Select(value => (double)value), (expected, actual) => Math.Abs(expected - actual) < 1e-5);
        }, iter: 100);

    [Fact(Timeout = 60_000)]
    public void The_greatest_of_equals_is_the_first() => Gen.Int[0, 6].Array[1, 50].Sample(values =>
    {
        var floats = values.Select(value => (float)value).ToArray();
        fixed (float* pointer = floats)
        {
            Assert.Equal(Array.IndexOf(floats, floats.Max()), Elementwise.ArgMax(pointer, floats.Length));
        }
    }, iter: 500);

    /// <summary>Softmax attention as it is written down, in double precision, over slots 0 to count - 1.</summary>
    private static List<double> Expected(FloatBuffer queries, FloatBuffer keys, FloatBuffer values, int count, int headSize)
    {
        var outputs = new List<double>();
        for (var head = 0; head < queries.Length / headSize; head++)
        {
            var query = queries.Slice(head * headSize, headSize).ToArray();
            var weights = Enumerable.Range(0, count)
                .Select(slot => Math.Exp(query.Zip(keys.Slice(slot * headSize, headSize).ToArray(), (q, k) => (double)q * k).Sum() / Math.Sqrt(headSize)))
                .ToList();
            outputs.AddRange(Enumerable.Range(0, headSize).Select(j => Enumerable.Range(0, count).Sum(slot => weights[slot] * values.Slice(slot * headSize, headSize)[j]) / weights.Sum()));
        }

        return outputs;
    }

    private static PackedMatrix RandomMatrix(int outputs, int inputs, int seed, bool brain) => new(outputs, inputs, Weights(outputs, inputs, seed, brain));

    /// <summary>Random weights, if asked for such as a bfloat16 can hold.</summary>
    private static float[] Weights(int outputs, int inputs, int seed, bool brain)
    {
        var weights = RandomFloats(outputs * inputs, seed);
        return brain ? [.. weights.Select(weight => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(weight) & 0xFFFF_0000))] : weights;
    }

    private static FloatBuffer RandomBuffer(int length, int seed)
    {
        var buffer = new FloatBuffer(length);
        RandomFloats(length, seed).CopyTo(buffer.Slice(0, length));
        return buffer;
    }

    private static float[] RandomFloats(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5) * 2)];
    }

    private static void CompareWidths((int Rows, int Inputs, int Outputs, int Seed, bool Brain) shape)
    {
        using var rows = RandomBuffer(shape.Rows * shape.Inputs, shape.Seed);
        using var weights = RandomMatrix(PackedMatrix.GroupWidth, shape.Inputs, shape.Seed + 1, shape.Brain);
        using var wide = new FloatBuffer(shape.Rows * weights.Outputs);
        using var narrow = new FloatBuffer(shape.Rows * weights.Outputs);
        Assert.Equal(shape.Brain, weights.IsBrain);
        if (shape.Brain)
        {
            GroupProducts512.Multiply<BrainWeights>(rows.Pointer, shape.Rows, shape.Inputs, weights.Group(0), wide.Pointer, weights.Outputs);
            GroupProducts.MultiplyPortable<BrainWeights>(rows.Pointer, shape.Rows, shape.Inputs, weights.Group(0), narrow.Pointer, weights.Outputs);
        }
        else
        {
            GroupProducts512.Multiply<SingleWeights>(rows.Pointer, shape.Rows, shape.Inputs, weights.Group(0), wide.Pointer, weights.Outputs);
            GroupProducts.MultiplyPortable<SingleWeights>(rows.Pointer, shape.Rows, shape.Inputs, weights.Group(0), narrow.Pointer, weights.Outputs);
        }

        Assert.Equal(wide.Slice(0, (int)wide.Length).ToArray(), narrow.Slice(0, (int)narrow.Length).ToArray());
    }
}
