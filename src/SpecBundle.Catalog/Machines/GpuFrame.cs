namespace SpeculativeDecoding;

/// <summary>The GPUs that an environment lets a server use: a frame, in which a plan chooses.</summary>
/// <param name="Gpus">Those GPUs, in the order of the variable.</param>
/// <param name="Description">The variable with its value and what is odd about it; null where none narrows anything.</param>
internal sealed record GpuFrame(IReadOnlyList<Gpu> Gpus, string? Description)
{
    public const string Cuda = "CUDA_VISIBLE_DEVICES";
    public const string CudaOrder = "CUDA_DEVICE_ORDER";
    public const string Hip = "HIP_VISIBLE_DEVICES";
    public const string Rocr = "ROCR_VISIBLE_DEVICES";

    /// <summary>Whether a variable says which GPUs there are, so that a plan replaces it by its choice.</summary>
    public static bool IsVariable(string name) => name is Cuda or Hip or Rocr;

    /// <summary>What the variables leave of the GPUs.</summary>
    /// <param name="gpus">The GPUs as the driver's tool lists them.</param>
    /// <param name="variable">The value of a variable; null where it is not set.</param>
    public static GpuFrame Of(IReadOnlyList<Gpu> gpus, Func<string, string?> variable)
    {
        var frame = new GpuFrame(gpus, null);
        if (!gpus.Any(gpu => gpu.Vendor == GpuVendor.Amd))
        {
            return frame.Narrowed(Cuda, variable(Cuda), byRuntimeIndex: false);
        }

        // ROCm's own variable hides GPUs from HIP, which counts what is left; HIP hears CUDA's name where its own is not set.
        frame = frame.Narrowed(Rocr, variable(Rocr), byRuntimeIndex: false);
        frame = frame with { Gpus = [.. frame.Gpus.Select((gpu, index) => gpu with { RuntimeIndex = gpu.RuntimeIndex ?? (variable(Rocr) is null ? null : index) })] };
        var name = variable(Hip) is null && variable(Cuda) is not null ? Cuda : Hip;
        return frame.Narrowed(name, variable(name), byRuntimeIndex: true);
    }

    private GpuFrame Narrowed(string name, string? value, bool byRuntimeIndex)
    {
        if (value is null)
        {
            return this;
        }

        var kept = new List<Gpu>();
        string? oddity = null;
        foreach (var element in value.Split(',', StringSplitOptions.TrimEntries))
        {
            // What names no GPU ends the list: -1, NoDevFiles, an empty text, a GPU that is not here.
            if (Find(element, byRuntimeIndex) is not { } gpu)
            {
                oddity = element.Length == 0 ? value.Length == 0 ? "it is empty" : "an element is empty" : $"'{element}' names no GPU here and ends the list";
                break;
            }

            // One that is named twice leaves none, as CUDA has it.
            if (kept.Contains(gpu))
            {
                oddity = $"'{element}' repeats a GPU, which leaves none";
                kept.Clear();
                break;
            }

            kept.Add(gpu);
        }

        var description = $"{name}={value}{(oddity is null ? "" : $" ({oddity})")}";
        return new(kept, Description is null ? description : $"{Description}, {description}");
    }

    private Gpu? Find(string element, bool byRuntimeIndex)
    {
        // As strtoul reads a number: its digits, whatever follows them.
        var digits = element.TakeWhile(char.IsAsciiDigit).Count();
        var id = new GpuId(digits > 0 ? element[..digits] : element);
        return !id.IsPossible ? null
            : byRuntimeIndex && id.Index is { } index ? Gpus.FirstOrDefault(gpu => (gpu.RuntimeIndex ?? gpu.Index) == index)
            : id.Find(Gpus);
    }
}
