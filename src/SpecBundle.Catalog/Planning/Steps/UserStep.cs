namespace SpeculativeDecoding;

/// <summary>The free arguments that no earlier step took.</summary>
internal static class UserStep
{
    internal static void Add(PlanInProgress plan)
    {
        CheckBackend(plan);
        foreach (var argument in plan.User.Rest)
        {
            var secret = Secrets.VariableOf(argument.Flag);
            foreach (var (element, index) in argument.Elements.Select((element, index) => (element, index)))
                plan.Tokens.Add(new(element, "You asked for it.", ArgumentSource.User, index > 0 || element.Length > argument.Flag.Length ? secret : null));
        }

        if (plan.Tokens.Exists(token => token.Value.Contains('\0')))
            plan.Report.Problem("An argument contains a null character.", "Remove it: no command line can carry one.");
    }

    private static void CheckBackend(PlanInProgress plan)
    {
        if (plan.Speculation is { TopK: > 1 } tree && plan.User.Find("--attention-backend")?.Text == "trtllm_mha")
            plan.Report.Problem($"The backend trtllm_mha verifies chains only, and speculation {tree} is a tree.", "Use top-k 1, or another --attention-backend.");
    }
}
