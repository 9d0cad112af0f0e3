using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Names a GPU: by its number as the driver's tool shows it, or by its identifier or the beginning of that. Numbers and texts convert to it, as in <c>Gpus = [2, 3]</c>.</summary>
public sealed record GpuId
{
    /// <summary>By number.</summary>
    /// <param name="index">The number as <c>nvidia-smi</c> or <c>rocm-smi</c> shows it, whatever <c>CUDA_VISIBLE_DEVICES</c> hides; 0 is the first.</param>
    public GpuId(int index) => Index = index;

    /// <summary>By identifier, or by a number that is written out.</summary>
    /// <param name="text">For example <c>GPU-8932f937</c>, <c>MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f</c> or <c>2</c>.</param>
    public GpuId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            Index = index;
        }
        else
        {
            Uuid = text;
        }
    }

    /// <summary>The number; null where it is named by its identifier.</summary>
    public int? Index { get; }

    /// <summary>The identifier or its beginning; null where it is named by its number.</summary>
    public string? Uuid { get; }

    /// <summary>By number.</summary>
    /// <param name="index">The number as the driver's tool shows it.</param>
    /// <returns>The name.</returns>
    public static implicit operator GpuId(int index) => FromInt32(index);

    /// <summary>By identifier.</summary>
    /// <param name="text">The identifier, its beginning, or a number.</param>
    /// <returns>The name.</returns>
    public static implicit operator GpuId(string text) => FromString(text);

    /// <summary>By number.</summary>
    /// <param name="index">The number as the driver's tool shows it.</param>
    /// <returns>The name.</returns>
    public static GpuId FromInt32(int index) => new(index);

    /// <summary>By identifier.</summary>
    /// <param name="text">The identifier, its beginning, or a number.</param>
    /// <returns>The name.</returns>
    public static GpuId FromString(string text) => new(text);

    /// <summary>The number or the identifier.</summary>
    /// <returns>For example <c>2</c>.</returns>
    public override string ToString() => Uuid ?? Index!.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it can name a GPU at all.</summary>
    internal bool IsPossible => Index >= 0 || Uuid?.StartsWith("GPU-", StringComparison.Ordinal) == true || Uuid?.StartsWith("MIG-", StringComparison.Ordinal) == true;

    /// <summary>The GPU of that name; null where there is none, or the beginning fits several.</summary>
    internal Gpu? Find(IEnumerable<Gpu> gpus)
    {
        var named = gpus.Where(gpu => Index is { } index ? gpu.Index == index : Named(gpu.Uuid) || Named(gpu.WholeUuid)).ToList();

        // The number, or the name, of a GPU that is divided stands for its first part, as CUDA has it.
        var isOneGpu = named.Count > 1 && !named.Exists(gpu => Index is null && Named(gpu.Uuid)) && named.TrueForAll(gpu => gpu.IsPartition && gpu.Index == named[0].Index);
        return named.Count == 1 || isOneGpu ? named[0] : null;
    }

    private bool Named(string? uuid) => uuid?.StartsWith(Uuid!, StringComparison.Ordinal) == true;
}
