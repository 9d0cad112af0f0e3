namespace SpeculativeDecoding;

/// <summary>The GPUs that a plan has chosen.</summary>
/// <param name="Gpus">Those that the server will hold.</param>
/// <param name="Pool">Those among which they were chosen.</param>
internal sealed record GpuChoice(IReadOnlyList<Gpu> Gpus, GpuPool Pool)
{
    /// <summary>Those that the server will see: more than it holds where the user's own arguments count among them.</summary>
    public IReadOnlyList<Gpu> Seen => Pool.IsCounted ? Pool.Visible : Gpus;

    /// <summary>Who has chosen.</summary>
    public ArgumentSource Source => Pool.IsNamed ? ArgumentSource.User : ArgumentSource.Launcher;

    /// <summary>Which and why, in a sentence.</summary>
    public string Reason
    {
        get
        {
            var chosen = $"{Names(Gpus)} ({Details()})";
            var within = Pool.Frame is null ? "" : $" within {Pool.Frame}";
            var why = Pool.IsCounted ? $"as your {ServerSetting.FirstGpu.Flag} and {ServerSetting.GpuStep.Flag} count them"
                : Pool.IsNamed && Pool.All.Count == Gpus.Count ? "which you named"
                : Pool.All.Count == Gpus.Count ? (Gpus.Count == 1 ? "the only one there is" : "all that there are")
                : Gpus.Count == 1 ? "the freest of those that are enough"
                : AreLinked() ? "equal ones that NVLink joins, with the most free memory"
                : "the ones that go together best and have the most free memory";
            var passed = Pool.All.Where(gpu => gpu.Holders.Count > 0 && !Gpus.Contains(gpu)).Select(gpu => $"{gpu.Label} is held by {string.Join(" and ", gpu.Holders)}");
            return $"{chosen}, {why}{within}{string.Concat(passed.Select(text => "; " + text))}.";
        }
    }

    /// <summary>Numbers, for reading.</summary>
    /// <returns>For example <c>GPU 1</c> or <c>GPUs 2, 3</c>.</returns>
    public static string Names(IReadOnlyList<Gpu> gpus) => gpus.Count == 1 ? gpus[0].Label : $"GPUs {string.Join(", ", gpus.Select(gpu => gpu.Label[4..]))}";

    private string Details()
    {
        var equal = Gpus.Select(gpu => gpu.Name).Distinct().ToList();
        var fullest = Gpus.MinBy(gpu => gpu.FreeMemoryBytes ?? gpu.MemoryBytes)!;
        return $"{string.Join(", ", equal)}, {(Gpus.Count > 1 ? "at least " : "")}{fullest.FreeText}{(Gpus.Count > 1 ? " on each" : "")}";
    }

    private bool AreLinked() => Gpus.All(gpu => Gpus.All(other => gpu.Index == other.Index || gpu.NvLinks.Contains(other.Index)));
}
