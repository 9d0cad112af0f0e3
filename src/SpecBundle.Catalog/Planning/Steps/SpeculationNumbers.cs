namespace SpeculativeDecoding;

/// <summary>Steps, top-k and draft tokens: from the options, the free arguments or the pair, checked together.</summary>
internal static class SpeculationNumbers
{
    private static readonly ServerSetting[] Settings = [ServerSetting.Steps, ServerSetting.TopK, ServerSetting.DraftTokens];

    public static bool AnyIn(UserArguments user) => Array.Exists(Settings, setting => user.Find(setting) is not null);

    public static (SpeculationSettings Value, ArgumentSource Source)? Read(PlanInProgress plan)
    {
        var typed = plan.Options.Speculation;
        var free = ReadFree(plan);
        if (typed is not null && free is not null && typed != free)
        {
            plan.Settings.Contradiction(ServerSetting.Steps.Flag, "PlanOptions.Speculation");
        }

        var chosen = typed ?? free ?? plan.Pair.RecommendedSpeculation;
        var source = typed is not null || free is not null ? ArgumentSource.User
            : chosen == SpeculationSettings.Default ? ArgumentSource.Documented : ArgumentSource.Pair;
        return IsValid(chosen, plan.Report) ? (chosen, source) : null;
    }

    private static SpeculationSettings? ReadFree(PlanInProgress plan)
    {
        var given = Settings.Where(setting => plan.User.Find(setting) is not null).Select(setting => setting.Flag).ToList();
        var values = Array.ConvertAll(Settings, setting => plan.Settings.Number(setting, option: null, setting.Flag));
        if (given.Count is > 0 and < 3)
        {
            plan.Report.Problem($"SGLang takes the three speculation numbers together or none, and only {string.Join(" and ", given)} is given.", $"Give {string.Join(", ", Settings.Select(setting => setting.Flag))}.");
        }

        return values is [{ } steps, { } topK, { } draftTokens] ? new(steps, topK, draftTokens) : null;
    }

    private static bool IsValid(SpeculationSettings settings, PlanReport report)
    {
        var (steps, topK, draftTokens) = settings;
        if (steps < 1 || topK < 1 || draftTokens < 2)
        {
            report.Problem($"Speculation {settings}: steps and top-k are at least 1, draft tokens at least 2.", $"The recipe of the release is {SpeculationSettings.Default}.");
        }
        else if (topK == 1 && draftTokens != steps + 1)
        {
            report.Problem($"Speculation {settings}: with top-k 1, SGLang changes the draft tokens to steps + 1.", $"Write {SpeculationSettings.Chain(steps)}.");
        }
        else if (draftTokens > settings.MaxUsefulDraftTokens)
        {
            report.Problem($"Speculation {settings}: the tree holds {settings.MaxUsefulDraftTokens} tokens at most.", $"Write {settings with { DraftTokens = settings.MaxUsefulDraftTokens }}, or more steps or branches.");
        }
        else
        {
            return true;
        }

        return false;
    }
}
