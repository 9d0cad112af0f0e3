namespace SpeculativeDecoding;

/// <summary>The environment of the server beside what it inherits.</summary>
internal static class EnvironmentStep
{
    private const string ContextOverride = "SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN";

    internal static void Add(PlanInProgress plan, string host)
    {
        if (plan.IsSglang)
        {
            AddContextOverride(plan);
            plan.Environment.Add(new("PYTHONUNBUFFERED", "1", "Log lines arrive when they are written.", ArgumentSource.Launcher));
            if (plan.Machine.UsesProxy)
                AddProxyBypass(plan, host);
        }

        foreach (var (name, value) in plan.Options.Environment)
            AddOwn(plan, name, value);
    }

    private static void AddContextOverride(PlanInProgress plan)
    {
        var served = plan.ContextLength ?? plan.Target.ContextLength?.Value;
        if (plan.Draft is not { } draft || (draft.ContextLength is { } known && known.Value >= served))
            return;
        var why = draft.ContextLength is { } context
            ? $"The draft's configuration says {context.Value} tokens of context, less than is served"
            : "The draft's own context is not known, and such drafts were trained with a short one";
        plan.Environment.Add(new(
            ContextOverride, "1", why + "; without it SGLang refuses the longer context for the draft.",
            plan.Pair.DocumentsContextOverride ? ArgumentSource.Documented : ArgumentSource.Launcher));
        plan.Report.Note($"{ContextOverride}=1 is set: {char.ToLowerInvariant(why[0])}{why[1..]}. It lifts SGLang's check for the target too, so keep any --context-length within the target's own.");
    }

    private static void AddProxyBypass(PlanInProgress plan, string host)
    {
        string[] addresses = [.. (plan.Machine.NoProxy ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), "127.0.0.1", "localhost", host];
        foreach (var name in new[] { "NO_PROXY", "no_proxy" })
            plan.Environment.Add(new(name, string.Join(',', addresses.Distinct()), "The server's requests to itself must not go through the proxy.", ArgumentSource.Launcher));
    }

    private static void AddOwn(PlanInProgress plan, string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0') || value.Contains('\0'))
        {
            plan.Report.Problem($"'{name.Replace("\0", "", StringComparison.Ordinal)}' cannot be an environment variable.", "A name is not empty and holds no '='; no value holds a null character.");
            return;
        }

        if (plan.Environment.RemoveAll(variable => variable.Name == name) > 0)
            plan.Report.Note($"Your {name} replaces the plan's.");
        plan.Environment.Add(new(name, value, "You asked for it.", ArgumentSource.User));
    }
}
