namespace SpeculativeDecoding;

/// <summary>The free arguments that no earlier step took.</summary>
internal static class UserStep
{
    public static void Take(PlanInProgress plan)
    {
        CheckBackend(plan);
        foreach (var argument in plan.User.Rest)
        {
            plan.Add(argument);
        }

        if (plan.Tokens.Any(token => token.Value.Contains('\0')))
        {
            plan.Report.Problem("An argument contains a null character.", "Remove it: no command line can carry one.");
        }
    }

    private static void CheckBackend(PlanInProgress plan)
    {
        if (plan.Speculation is { TopK: > 1 } tree && plan.User.Find(ServerSetting.AttentionBackend)?.Text == "trtllm_mha")
        {
            plan.Report.Problem($"The backend trtllm_mha verifies chains only, and speculation {tree} is a tree.", $"Use top-k 1, or another {ServerSetting.AttentionBackend.Flag}.");
        }
    }
}
