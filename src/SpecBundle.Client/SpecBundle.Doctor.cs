namespace SpeculativeDecoding;

public static partial class SpecBundle
{
    /// <summary>Examines this machine: what it has and lacks for launching pairs, with what to do about it. Nothing is started, downloaded or written.</summary>
    /// <param name="pair">A pair to examine it for, its launch plan included; null for the machine alone.</param>
    /// <param name="options">How the pair would be launched: where SGLang is, how much memory it may take; null for the defaults.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>Every check with its outcome.</returns>
    public static async Task<DoctorReport> DiagnoseAsync(ModelPair? pair = null, LaunchOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LaunchOptions();
        var facts = await DoctorFacts.ReadAsync(options, Doctor.NeedsSglang(pair, options), cancellationToken).ConfigureAwait(false);
        if (pair is not null && Doctor.NeedsSglang(pair, options))
        {
            facts = facts with { Machine = ModelPull.WithCached(facts.Machine, pair, options) };
            facts = await facts.WithHubAsync(pair, cancellationToken).ConfigureAwait(false);
        }

        return Doctor.Examine(facts, pair, options);
    }
}
