namespace SpeculativeDecoding.Tests;

/// <summary>Makes plans the way a user asks for them.</summary>
internal static class Planned
{
    public static LaunchPlan Plan(ModelPair pair, string? version = "0.5.17", LaunchMachine? machine = null, Action<PlanOptions>? change = null, params string[] free)
    {
        var options = new PlanOptions { SglangVersion = version };
        change?.Invoke(options);
        foreach (var argument in free)
        {
            options.ExtraArguments.Add(argument);
        }

        return LaunchPlan.Create(pair, options, machine);
    }

    public static LaunchPlan Free(params string[] free) => Plan(Catalog.Qwen3_30B, free: free);

    public static LaunchPlan FreeIn(string? version, params string[] free) => Plan(Catalog.Qwen3_30B, version, free: free);

    /// <summary>The only problem of a plan that cannot be made.</summary>
    public static PlanProblem Problem(Func<LaunchPlan> plan)
    {
        var exception = Assert.Throws<LaunchPlanException>(plan);
        var problem = Assert.Single(exception.Problems);
        Assert.Contains(problem.Message, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        return problem;
    }

    /// <summary>The value that follows a flag; null where the flag is not in the plan.</summary>
    public static string? ValueOf(this LaunchPlan plan, string flag)
    {
        var line = plan.CommandLine().ToList();
        var index = line.IndexOf(flag);
        return index < 0 ? null : line[index + 1];
    }

    public static ArgumentSource SourceOf(this LaunchPlan plan, string flag) => plan.Arguments.Single(argument => argument.Value == flag).Source;
}
