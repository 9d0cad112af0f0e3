namespace SpeculativeDecoding;

/// <summary>Streams only new text, under the name that the release knows.</summary>
internal static class StreamingStep
{
    public static void Take(PlanInProgress plan)
    {
        if (plan.User.Find(ServerSetting.IncrementalStreaming) is not null)
        {
            return;
        }

        if (plan.Gate.Has(ServerSetting.IncrementalStreaming))
        {
            plan.Add(ServerSetting.IncrementalStreaming, null, "Each event carries the new text alone; by default SGLang repeats all of it every time.", ArgumentSource.Launcher);
        }
        else
        {
            plan.Report.Note($"{plan.Gate.Server} repeats all text in every event; the client takes the new part.");
        }
    }
}
