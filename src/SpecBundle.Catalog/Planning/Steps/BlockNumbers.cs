using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The tokens of a verify step where the draft proposes a whole block: by its configuration, unless the user says fewer. There are no steps and no top-k: SGLang sets both to 1.</summary>
internal static class BlockNumbers
{
    private const int LeastTokens = 2;

    /// <summary>Adds what is asked for, or the block.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="addDraft">Adds the algorithm and the draft, which come before the number.</param>
    public static void Take(PlanInProgress plan, SpeculativeAlgorithm algorithm, Action addDraft)
    {
        var block = plan.DraftKind?.BlockTokens;
        var asked = Asked(plan);
        if (asked is { } value && Objection(value, algorithm, block) is { } objection)
        {
            plan.Report.Problem(
                $"Speculation {value}: {objection}.",
                block is { } whole ? $"Write {new SpeculationSettings(1, 1, whole)}, or leave the three numbers out." : "Leave the three numbers out: SGLang reads them from the draft.");
            return;
        }

        addDraft();
        if (plan.User.Find(ServerSetting.DFlashBlock) is not null || plan.User.Find(ServerSetting.DSparkBlock) is not null)
        {
            // The same said twice would have to agree.
            plan.Report.Note("The block that you ask for is the verify step; the numbers of the plan leave it to the server.");
            return;
        }

        plan.Speculation = asked ?? (block is { } tokens ? new(1, 1, tokens) : null);
        if (plan.Speculation is { DraftTokens: var number })
        {
            plan.Add(
                ServerSetting.DraftTokens, number.ToString(CultureInfo.InvariantCulture),
                asked is null ? "Tokens per verify step: the block of the draft, by its config.json." : "Tokens per verify step; you asked for it.",
                asked is null ? ArgumentSource.Documented : ArgumentSource.User, isDocumented: true);
        }
        else
        {
            plan.Report.Note($"How many tokens a verify step has is said in the config.json of the draft {plan.Draft!.Repository}, which is not on this machine: SGLang reads it.");
        }
    }

    private static SpeculationSettings? Asked(PlanInProgress plan)
    {
        var typed = plan.Options.Speculation;
        int? Free(ServerSetting setting) => plan.Settings.Number(setting, option: null, setting.Flag);
        var (steps, topK, tokens) = (Free(ServerSetting.Steps), Free(ServerSetting.TopK), Free(ServerSetting.DraftTokens));
        var isAsked = steps is not null || topK is not null || tokens is not null;

        // Steps and top-k say nothing where they are 1, and are refused else, whatever the block is.
        SpeculationSettings? free = isAsked && (tokens ?? plan.DraftKind?.BlockTokens) is { } number ? new(steps ?? 1, topK ?? 1, number)
            : steps is > 1 || topK is > 1 ? new(steps ?? 1, topK ?? 1, LeastTokens)
            : null;
        if (typed is not null && free is not null && typed != free)
        {
            plan.Settings.Contradiction(ServerSetting.DraftTokens.Flag, "PlanOptions.Speculation (--steps, --topk, --draft-tokens)");
        }

        return typed ?? free;
    }

    private static string? Objection(SpeculationSettings asked, SpeculativeAlgorithm algorithm, int? block) =>
        asked.Steps != 1 || asked.TopK != 1 ? $"a {algorithm} draft proposes its whole block at once, so that steps and top-k are 1"
        : asked.DraftTokens < LeastTokens ? "a verify step has at least 2 tokens"
        : block is not { } most ? null
        : algorithm == SpeculativeAlgorithm.DSpark && asked.DraftTokens != most ? FormattableString.Invariant($"with its block, the verify step of the draft has {most} tokens, and no other number")
        : asked.DraftTokens > most ? FormattableString.Invariant($"the block of the draft has {most} tokens")
        : null;
}
