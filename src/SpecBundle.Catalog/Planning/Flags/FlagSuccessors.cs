namespace SpeculativeDecoding;

/// <summary>The flags of SGLang that were renamed or replaced.</summary>
internal static class FlagSuccessors
{
    internal static readonly IReadOnlyList<FlagSuccessor> All =
    [
        Renamed("--cuda-graph-max-bs", "--cuda-graph-max-bs-decode"),
        Renamed("--cuda-graph-bs", "--cuda-graph-bs-decode"),
        Renamed("--stream-output", "--incremental-streaming-output"),
        Renamed("--mamba-scheduler-strategy", "--mamba-radix-cache-strategy"),
        Renamed("--speculative-dflash-draft-window-size", "--speculative-draft-window-size"),
        Renamed("--piecewise-cuda-graph-max-tokens", "--cuda-graph-max-bs-prefill"),
        new("--disable-cuda-graph", "--cuda-graph-backend-decode", "--cuda-graph-backend-decode disabled --cuda-graph-backend-prefill disabled", SameMeaning: false),
    ];

    internal static FlagSuccessor? Of(string old) => All.FirstOrDefault(successor => successor.Old == old);

    internal static IEnumerable<string> EarlierNamesOf(string current) =>
        All.Where(successor => successor.New == current && successor.SameMeaning).Select(successor => successor.Old);

    private static FlagSuccessor Renamed(string old, string current) => new(old, current, current, SameMeaning: true);
}
