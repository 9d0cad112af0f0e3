namespace SpeculativeDecoding;

/// <summary>A step of a plan: it adds to the plan, or reports a problem.</summary>
internal delegate void PlanStep(PlanInProgress plan);

/// <summary>Makes a plan, step by step.</summary>
internal static class Planner
{
    /// <summary>The steps, in the order of the command line.</summary>
    private static readonly PlanStep[] Steps =
    [
        CheckpointStep.Take,
        CheckpointCheckStep.Take,
        DraftStep.Take,
        ProgramStep.Take,
        TargetStep.Take,
        SpeculationStep.Take,
        CommitStep.Take,
        LimitStep.Take,
        PairStep.Take,
        TensorParallelStep.Take,
        CapacityStep.Take,
        MemoryShareStep.Take,
        StreamingStep.Take,
        AddressStep.Take,
        ApiKeyStep.Take,
        UserStep.Take,
        EnvironmentStep.Take,
    ];

    /// <summary>Plans for the release of the machine.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="options">What the user asks for.</param>
    /// <param name="machine">What the machine has.</param>
    /// <param name="checkpoints">What was read of checkpoints for an earlier plan of the same start; null for one that reads them anew.</param>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant.</exception>
    /// <exception cref="GpuUnavailableException">The GPUs that would do are taken at this moment.</exception>
    /// <exception cref="LaunchPlanException">No plan can be made.</exception>
    public static LaunchPlan Plan(ModelPair pair, PlanOptions options, LaunchMachine machine, CheckpointReader? checkpoints = null)
    {
        PlanOptionsCheck.Require(options);
        var isSglang = (options.Engine ?? pair.DefaultEngine) == LaunchEngine.Sglang;
        var version = isSglang ? options.SglangVersion ?? machine.SglangVersion : null;
        return Plan(pair, options, machine, isSglang ? SglangFlags.Of(version) : EmbeddedFlags.Set, version, checkpoints);
    }

    /// <summary>Plans for a server with these flags.</summary>
    public static LaunchPlan Plan(ModelPair pair, PlanOptions options, LaunchMachine machine, FlagSet flags, string? version, CheckpointReader? checkpoints = null)
    {
        var plan = new PlanInProgress(pair, options, machine, flags, checkpoints ?? new CheckpointReader());
        foreach (var step in Steps)
        {
            step(plan);
        }

        if (plan.Report.Problems.Count > 0)
        {
            throw plan.Report is { Unavailable: { } gpus, Problems: [var only] }
                ? new GpuUnavailableException(pair.Id, only, gpus)
                : new LaunchPlanException(pair.Id, plan.Report.Problems);
        }

        return new(pair, plan.Engine, plan.Program, plan.Tokens, plan.Environment)
        {
            Notes = [.. plan.Report.Notes.Union(pair.Notes)],
            Algorithm = plan.Algorithm,
            Speculation = plan.Speculation,
            TargetCommit = plan.TargetCommit,
            DraftCommit = plan.DraftCommit,
            TensorParallelSize = plan.TensorParallelSize,
            Sizing = plan.Sizing,
            GpuChoice = plan.GpuChoice,
            Host = plan.Host,
            Port = plan.Port,
            ApiKey = plan.ApiKey,
            SecretFile = plan.SecretFile,
            FileSecrets = plan.FileSecrets,
            SglangVersion = version,
        };
    }
}
