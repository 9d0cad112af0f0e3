namespace SpeculativeDecoding;

/// <summary>Streams only new text, under the name that the release knows.</summary>
internal static class StreamingStep
{
    private const string Flag = "--incremental-streaming-output";

    internal static void Add(PlanInProgress plan)
    {
        if (plan.User.Find(Flag) is not null)
            return;
        if (plan.Flags.Spell(Flag) is { } flag)
            plan.Add(flag, null, "Each event carries the new text alone; by default SGLang repeats all of it every time.", ArgumentSource.Launcher);
        else
            plan.Report.Note($"{plan.Flags.Server} repeats all text in every event; the client takes the new part.");
    }
}
