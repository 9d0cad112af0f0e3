using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Computes the memory sum of a pair for a number of GPUs.</summary>
/// <param name="Target">The target, with the facts of its folder.</param>
/// <param name="Draft">The draft; null for plain decoding.</param>
/// <param name="Tokens">Tokens of KV cache that must fit.</param>
/// <param name="MemoryFraction">The share of memory for weights and KV cache; null for SGLang's own choice.</param>
/// <param name="Share">The share of each GPU that this server may use; null for the whole.</param>
internal sealed record SizeEstimate(TargetModel Target, DraftModel? Draft, int Tokens, double? MemoryFraction, double? Share = null)
{
    /// <summary>The KV cache that a plan makes room for: one long conversation, or sixteen of 2,048 tokens.</summary>
    public const int DefaultTokens = 32_768;

    /// <summary>The sum where nobody else uses the GPU.</summary>
    public MemorySizing? ForEmpty(int tensorParallelSize, Gpu gpu) => For(tensorParallelSize, gpu with { FreeMemoryBytes = null, Holders = [] });

    /// <summary>The sum; null where the weights, or the memory, are unknown.</summary>
    public MemorySizing? For(int tensorParallelSize, Gpu gpu)
    {
        if ((Target.LoadedWeightBytes ?? Target.WeightBytes) is not { } weights || gpu.MemoryBytes == 0)
        {
            return null;
        }

        var terms = new List<MemoryTerm> { Shared("weights", weights.Value, tensorParallelSize, weights.Source) };
        var unknown = new List<string>();
        AddDraft(terms, unknown, tensorParallelSize);
        AddCache(terms, unknown, tensorParallelSize);
        terms.Add(GpuReserve.Of(gpu.MemoryBytes, tensorParallelSize, MemoryFraction));
        var memory = (long)(gpu.MemoryBytes * (Share ?? 1));
        if (gpu.AvailableBytes < memory)
        {
            terms.Add(new() { Name = "in use already", Bytes = memory - gpu.AvailableBytes, Origin = "what the driver reports as not free, or other servers have asked for" });
        }

        return new() { TensorParallelSize = tensorParallelSize, GpuMemoryBytes = memory, Terms = terms, Unknown = unknown };
    }

    private void AddDraft(List<MemoryTerm> terms, List<string> unknown, int size)
    {
        if (Draft is null)
        {
            return;
        }

        if (Draft.WeightBytes is { } bytes)
        {
            terms.Add(Shared("draft", bytes.Value, size, bytes.Source));
        }
        else if (Draft.Parameters is { } parameters)
        {
            terms.Add(Shared("draft", 2 * parameters.Value, size, "2 bytes for each parameter"));
        }
        else
        {
            unknown.Add("The size of the draft is not known, so it is not in the sum.");
        }
    }

    private void AddCache(List<MemoryTerm> terms, List<string> unknown, int size)
    {
        if (Target.KeyValueBytesPerToken is not { } perToken)
        {
            unknown.Add("The KV cache per token is not known, so it is not in the sum.");
            return;
        }

        // Heads are shared out until one is left on each GPU; a latent vector is on every GPU whole.
        var shares = Target.UsesLatentAttention ? 1 : Math.Min(size, Target.KeyValueHeads?.Value ?? size);
        var tokens = Tokens.ToString("N0", CultureInfo.InvariantCulture);
        terms.Add(Shared($"KV cache for {tokens} tokens", perToken.Value * Tokens, shares, string.Create(CultureInfo.InvariantCulture, $"{perToken.Value:N0} bytes per token")));
        if (Draft is not null && Target.Layers is { } layers)
        {
            terms.Add(Shared("draft's KV cache", perToken.Value * Tokens / layers.Value, shares, "one layer, taken to be shaped as the target's"));
        }
    }

    private static MemoryTerm Shared(string name, long bytes, int shares, string? origin) => new()
    {
        Name = name,
        Bytes = (bytes + shares - 1) / shares,
        Origin = $"{ByteSize.Format(bytes)}{(shares > 1 ? $" / {shares}" : "")}{(origin is null ? "" : $": {origin}")}",
    };
}
