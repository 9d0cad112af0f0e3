namespace SpeculativeDecoding;

/// <summary>The environment of the server beside what it inherits.</summary>
internal static class EnvironmentStep
{
    private const string ContextOverride = "SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN";

    public static void Take(PlanInProgress plan)
    {
        if (plan.IsSglang)
        {
            SetContextOverride(plan);
            GpuVariables.Set(plan);
            plan.Set("PYTHONUNBUFFERED", "1", "Log lines arrive when they are written.", ArgumentSource.Launcher);
            if (plan.Machine.UsesProxy)
            {
                SetProxyBypass(plan);
            }
        }

        foreach (var (name, value) in plan.Options.Environment)
        {
            // The frame in which the plan has chosen already.
            if (GpuFrame.IsVariable(name) && plan.GpuChoice is not null && name != GpuFrame.Rocr)
            {
                continue;
            }

            if (plan.Set(name, value, "You asked for it.", ArgumentSource.User))
            {
                plan.Report.Note($"Your {name} replaces the plan's.");
            }
        }
    }

    private static void SetContextOverride(PlanInProgress plan)
    {
        var served = plan.ContextLength ?? plan.Target.ContextLength?.Value;
        if (plan.Draft is not { } draft || (draft.ContextLength is { } known && known.Value >= served))
        {
            return;
        }

        var why = draft.ContextLength is { } context
            ? $"The draft's configuration says {context.Value} tokens of context, less than is served"
            : "The draft's own context is not known, and such drafts were trained with a short one";
        plan.Set(
            ContextOverride, "1", why + "; without it SGLang refuses the longer context for the draft.",
            plan.Pair.DocumentsContextOverride ? ArgumentSource.Documented : ArgumentSource.Launcher);
        plan.Report.Note($"{ContextOverride}=1 is set: {char.ToLowerInvariant(why[0])}{why[1..]}. It lifts SGLang's check for the target too, so keep any {ServerSetting.ContextLength.Flag} within the target's own.");
    }

    private static void SetProxyBypass(PlanInProgress plan)
    {
        string[] addresses = [.. (plan.Machine.NoProxy ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), "127.0.0.1", "localhost", plan.Host];
        foreach (var name in new[] { "NO_PROXY", "no_proxy" })
        {
            plan.Set(name, string.Join(',', addresses.Distinct()), "The server's requests to itself must not go through the proxy.", ArgumentSource.Launcher);
        }
    }
}
