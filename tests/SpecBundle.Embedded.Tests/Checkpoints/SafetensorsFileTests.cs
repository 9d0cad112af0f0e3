using System.Buffers.Binary;
using System.Text;
using CsCheck;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Files from elsewhere: whatever is in them, the answer is tensors or a <see cref="ModelLoadException"/> that names the file.</summary>
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-safetensors-").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 30_000)]
    public void Tensors_are_read_back_as_they_were_written()
    {
        new SafetensorsWriter().Add("a", [1f, -2f, 3.5f], 3).Add("b", [7L, -8L], 2, 1).Write(FilePath);
        var tensors = new TensorSource(_folder);
        Assert.Equal([1f, -2f, 3.5f], tensors.Floats("a", 3));
        Assert.Equal([7L, -8L], tensors.Integers("b", 2, 1));
    }

    [Fact(Timeout = 30_000)]
    public void Half_precision_is_widened_exactly()
    {
        Write("""{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""", [0x00, 0x3C, 0x01, 0x80, 0x80, 0x3F, 0x20, 0xC0]);
        var tensors = new TensorSource(_folder);
        Assert.Equal([1f, -5.9604645e-08f], tensors.Floats("h", 2));
        Assert.Equal([1f, -2.5f], tensors.Floats("b", 2));
    }

    [Fact(Timeout = 30_000)]
    public void Shards_are_read_as_one()
    {
        new SafetensorsWriter().Add("a", [1f], 1).Write(Path.Combine(_folder, "model-00001-of-00002.safetensors"));
        new SafetensorsWriter().Add("b", [2f], 1).Write(Path.Combine(_folder, "model-00002-of-00002.safetensors"));
        File.WriteAllText(
            Path.Combine(_folder, "model.safetensors.index.json"),
            """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}""");
        var tensors = new TensorSource(_folder);
        Assert.Equal([1f, 2f], [.. tensors.Floats("a", 1), .. tensors.Floats("b", 1)]);
    }

    [Fact(Timeout = 30_000)]
    public void A_shard_that_is_missing_is_named()
    {
        new SafetensorsWriter().Add("a", [1f], 1).Write(Path.Combine(_folder, "model-00001-of-00002.safetensors"));
        File.WriteAllText(
            Path.Combine(_folder, "model.safetensors.index.json"),
            """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}""");
        Assert.Contains("model-00002-of-00002.safetensors", Refusal(() => new TensorSource(_folder)), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void What_the_index_does_not_name_is_not_read()
    {
        new SafetensorsWriter().Add("a", [1f], 1).Write(FilePath);
        new SafetensorsWriter().Add("a", [2f], 1).Write(Path.Combine(_folder, "other.safetensors"));
        File.WriteAllText(Path.Combine(_folder, "model.safetensors.index.json"), """{"weight_map":{"a":"model.safetensors"}}""");

        Assert.Equal([1f], new TensorSource(_folder).Floats("a", 1));
    }

    [Fact(Timeout = 30_000)]
    public void A_tensor_of_another_shape_is_refused_with_both_shapes()
    {
        new SafetensorsWriter().Add("a", [1f, 2f], 2, 1).Write(FilePath);
        Assert.Contains("[2, 1]", Refusal(() => new TensorSource(_folder).Floats("a", 1, 2)), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"a":{"dtype":"I16","shape":[4],"data_offsets":[0,8]}}""", "stored as I16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""", "8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "8 bytes are missing")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[8,0]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,8]}}""", "without type, shape or place")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999,99999999999],"data_offsets":[0,8]}}""", "")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "header")]
    [InlineData("""{"a":1}""", "header")]
    [InlineData("[]", "header")]
    [InlineData("{", "header")]
    public void A_header_that_lies_is_refused(string header, string reason)
    {
        Write(header, new byte[8]);
        Assert.Contains(reason, Refusal(() => new TensorSource(_folder).Floats("a", 4)), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Noise_is_tensors_or_a_refusal() => Gen.Byte.Array[0, 200].Sample(bytes => OpenOrRefuse(bytes), iter: 1_000, threads: 1);

    [Fact(Timeout = 60_000)]
    public void A_file_cut_or_changed_anywhere_is_tensors_or_a_refusal()
    {
        new SafetensorsWriter().Add("a", [1f, 2f, 3f], 3).Add("b", [7L], 1).Write(FilePath);
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            OpenOrRefuse(whole[..length]);
        }

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var changed = whole.ToArray();
            changed[at] = value;
            OpenOrRefuse(changed);
        }, iter: 2_000, threads: 1);
    }

    private void OpenOrRefuse(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        try
        {
            var tensors = new TensorSource(_folder);
            _ = tensors.Has("a") ? tensors.Floats("a", 3) : [];
        }
        catch (ModelLoadException exception)
        {
            Assert.Contains(_folder, exception.Message, StringComparison.Ordinal);
        }
    }

    private static string Refusal(Func<object> read) => Assert.Throws<ModelLoadException>(read).Message;

    private void Write(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. data]);
    }
}
