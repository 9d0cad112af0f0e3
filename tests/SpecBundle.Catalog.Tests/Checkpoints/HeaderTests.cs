using System.Buffers.Binary;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>The header of a safetensors file, whatever bytes stand in its place.</summary>
public sealed class HeaderTests
{
    private static readonly string[] Types = ["F32", "BF16", "F16", "I64", "I32", "U8", "BOOL", "F8_E4M3"];

    [Fact(Timeout = 120_000)]
    public void A_header_says_how_long_its_file_is_to_the_byte()
    {
        var random = new Random(15);
        for (var round = 0; round < Soak.Draws(200, 2_000); round++)
        {
            var tensors = Tensors(random);
            var bytes = SyntheticCheckpoint.Header(tensors);
            var length = bytes.Length + tensors.Sum(tensor => tensor.Bytes);
            var (json, fault) = SafetensorsHeader.LengthOf(bytes, length);
            Assert.Null(fault);
            Assert.Equal(bytes.Length - 8, json);

            var (header, none) = SafetensorsHeader.Parse(bytes.AsSpan(8), length);
            Assert.Null(none);
            Assert.Equal(tensors.Select(tensor => (tensor.Name, tensor.DataType)), header!.Tensors.Select(tensor => (tensor.Name, tensor.DataType)));
            Assert.All(tensors.Zip(header.Tensors), pair => Assert.Equal(pair.First.Shape, pair.Second.Shape));

            var off = random.Next(1, 1_000_000);
            var longer = SafetensorsHeader.Parse(bytes.AsSpan(8), length + off).Fault!;
            Assert.Equal((CheckpointProblemKind.FileTooLong, length + off, length), (longer.Kind, longer.Found, longer.Expected));
            var shorter = SafetensorsHeader.Parse(bytes.AsSpan(8), length - off).Fault!;
            Assert.Equal((CheckpointProblemKind.FileTooShort, length - off, length), (shorter.Kind, shorter.Found, shorter.Expected));
        }
    }

    [Fact(Timeout = 120_000)]
    public void Hostile_bytes_are_an_objection_and_never_an_exception()
    {
        var random = new Random(16);
        var refused = 0;
        var rounds = Soak.Draws(3_000, 50_000);
        for (var round = 0; round < rounds; round++)
        {
            var tensors = Tensors(random);
            var bytes = SyntheticCheckpoint.Header(tensors);
            var length = bytes.Length + tensors.Sum(tensor => tensor.Bytes);
            bytes = Damaged(bytes, random);
            var (json, fault) = SafetensorsHeader.LengthOf(bytes, length);
            fault ??= SafetensorsHeader.Parse(bytes.AsSpan(8, Math.Min(json, bytes.Length - 8)), length).Fault;
            refused += fault is null ? 0 : 1;
        }

        // Few changes do no harm: a letter in a name, another shape of the same size.
        Assert.InRange(refused, rounds / 2, rounds);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}""", "gap")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,4]}}""", "its shape asks for 8")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}""", "its shape asks for")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", "without type, shape or place")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4]}}""", "without type, shape or place")]
    [InlineData("""{"a":7}""", "without type, shape or place")]
    [InlineData("""[]""", "no JSON object")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[[[[[[[[[[[[[[[[[[[4]]]]]]]]]]]]]]]]]]]],"data_offsets":[0,4]}}""", "not JSON")]
    [InlineData("{\"\\ud800\":{}}", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    public void What_the_formats_own_reader_refuses_is_refused(string json, string said)
    {
        var (_, fault) = SafetensorsHeader.Parse(Encoding.UTF8.GetBytes(json), 8 + json.Length + 4);

        Assert.Equal(CheckpointProblemKind.HeaderUnreadable, fault!.Kind);
        Assert.Contains(said, fault.Sentence, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void A_header_of_wild_length_is_not_read(ulong length)
    {
        var start = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(start, length);

        Assert.Equal(CheckpointProblemKind.HeaderUnreadable, SafetensorsHeader.LengthOf(start, long.MaxValue).Fault!.Kind);
    }

    private static List<SyntheticTensor> Tensors(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 30)).Select(number => new SyntheticTensor(
            $"model.layers.{number}.weight", Types[random.Next(Types.Length)], [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => (long)random.Next(0, 5_000))]))];

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                random.NextBytes(bytes);
                break;
            case 1:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                Array.Fill(bytes, (byte)"{[\"\\:9"[random.Next(6)], 8, random.Next(1, bytes.Length - 8));
                break;
            default:
                return bytes[..random.Next(8, bytes.Length)];
        }

        return bytes;
    }
}
