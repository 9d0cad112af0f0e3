namespace SpeculativeDecoding;

/// <summary>Steps, top-k and draft tokens: from the options, the free arguments or the pair, checked together.</summary>
internal static class SpeculationNumbers
{
    private static readonly string[] Flags = ["--speculative-num-steps", "--speculative-eagle-topk", "--speculative-num-draft-tokens"];

    internal static bool AnyIn(UserArguments user) => Array.Exists(Flags, flag => user.Find(flag) is not null);

    internal static (SpeculationSettings Value, ArgumentSource Source)? Read(PlanInProgress plan)
    {
        var typed = plan.Options.Speculation;
        var free = ReadFree(plan);
        if (typed is not null && free is not null && typed != free)
            plan.Settings.Contradiction(Flags[0], "PlanOptions.Speculation (--steps, --topk, --draft-tokens)");
        var chosen = typed ?? free ?? plan.Pair.RecommendedSpeculation;
        var source = typed is not null || free is not null ? ArgumentSource.User
            : chosen == SpeculationSettings.Default ? ArgumentSource.Documented : ArgumentSource.Pair;
        return IsValid(chosen, plan.Report) ? (chosen, source) : null;
    }

    private static SpeculationSettings? ReadFree(PlanInProgress plan)
    {
        var given = Array.FindAll(Flags, flag => plan.User.Find(flag) is not null);
        var values = Array.ConvertAll(Flags, flag => plan.Settings.Number(flag, option: null, flag));
        if (given.Length is > 0 and < 3)
            plan.Report.Problem($"SGLang takes the three speculation numbers together or none, and only {string.Join(" and ", given)} is given.", $"Give {string.Join(", ", Flags)}.");
        return values is [{ } steps, { } topK, { } draftTokens] ? new(steps, topK, draftTokens) : null;
    }

    private static bool IsValid(SpeculationSettings settings, PlanReport report)
    {
        var (steps, topK, draftTokens) = settings;
        if (steps < 1 || topK < 1 || draftTokens < 2)
            report.Problem($"Speculation {settings}: steps and top-k are at least 1, draft tokens at least 2.", $"The recipe of the release is {SpeculationSettings.Default}.");
        else if (topK == 1 && draftTokens != steps + 1)
            report.Problem($"Speculation {settings}: with top-k 1, SGLang changes the draft tokens to steps + 1.", $"Write {SpeculationSettings.Chain(steps)}.");
        else if (draftTokens > settings.MaximumUsefulDraftTokens)
            report.Problem($"Speculation {settings}: the tree holds {settings.MaximumUsefulDraftTokens} tokens at most.", $"Write {settings with { DraftTokens = settings.MaximumUsefulDraftTokens }}, or more steps or branches.");
        else
            return true;
        return false;
    }
}
