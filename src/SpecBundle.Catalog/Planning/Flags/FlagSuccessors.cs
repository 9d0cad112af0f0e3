namespace SpeculativeDecoding;

/// <summary>The flags that a server renamed or replaced from one release to another.</summary>
internal sealed class FlagSuccessors(params IReadOnlyList<FlagSuccessor> all)
{
    public static readonly FlagSuccessors Sglang = new(
        Renamed("--cuda-graph-max-bs", "--cuda-graph-max-bs-decode"),
        Renamed("--cuda-graph-bs", "--cuda-graph-bs-decode"),
        Renamed("--stream-output", "--incremental-streaming-output"),
        Renamed("--mamba-scheduler-strategy", "--mamba-radix-cache-strategy"),
        Renamed("--speculative-dflash-draft-window-size", "--speculative-draft-window-size"),
        Renamed("--piecewise-cuda-graph-max-tokens", "--cuda-graph-max-bs-prefill"),
        new("--disable-cuda-graph", "--cuda-graph-backend-decode", "--cuda-graph-backend-decode disabled --cuda-graph-backend-prefill disabled", SameMeaning: false));

    public FlagSuccessor? Of(string old) => all.FirstOrDefault(successor => successor.Old == old);

    public IEnumerable<string> EarlierNamesOf(string current) =>
        all.Where(successor => successor.New == current && successor.SameMeaning).Select(successor => successor.Old);

    /// <summary>What the flag was called before and is called after, where its meaning stayed.</summary>
    public IEnumerable<string> OtherNamesOf(string flag) =>
        [.. EarlierNamesOf(flag), .. all.Where(successor => successor.Old == flag && successor.SameMeaning).Select(successor => successor.New)];

    public static FlagSuccessor Renamed(string old, string current) => new(old, current, current, SameMeaning: true);
}
