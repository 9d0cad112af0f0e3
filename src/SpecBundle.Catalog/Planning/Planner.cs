namespace SpeculativeDecoding;

/// <summary>Makes a plan, step by step; every step adds to it or reports a problem.</summary>
internal sealed class Planner(ModelPair pair, PlanOptions options, Machine machine)
{
    internal LaunchPlan Create()
    {
        var engine = options.Engine ?? pair.DefaultEngine;
        var version = engine == LaunchEngine.Sglang ? options.SglangVersion ?? machine.SglangVersion : null;
        var flags = engine == LaunchEngine.Sglang ? SglangFlags.Of(version) : EmbeddedFlags.Set;
        var report = new PlanReport();
        if (flags.Note is { } note)
            report.Note(note);
        var user = UserArguments.Parse(options.ExtraArguments, flags, report);
        var plan = new PlanInProgress(pair, options, machine, engine, report) { Flags = flags, User = user, Settings = new(user, report) };

        ModelStep.Resolve(plan);
        var program = ProgramStep.Add(plan);
        ModelStep.Add(plan);
        SpeculationStep.Add(plan);
        CommitStep.Add(plan);
        CapacityStep.Read(plan);
        PairStep.Add(plan);
        var (size, sizing) = TensorParallelStep.Add(plan);
        CapacityStep.Add(plan);
        StreamingStep.Add(plan);
        var address = AddressStep.Add(plan);
        UserStep.Add(plan);
        EnvironmentStep.Add(plan, address.Host);
        if (report.Problems.Count > 0)
            throw new LaunchPlanException(pair.Id, report.Problems);

        foreach (var warning in pair.Notes)
            report.Note(warning);
        return new(pair, engine, program, plan.Tokens, plan.Environment)
        {
            Notes = report.Notes,
            Speculation = plan.Speculation,
            TargetCommit = plan.TargetCommit,
            DraftCommit = plan.DraftCommit,
            TensorParallelSize = size,
            Sizing = sizing,
            Host = address.Host,
            Port = address.Port,
            ApiKey = address.ApiKey,
            SecretFile = address.SecretFile,
            SglangVersion = version,
        };
    }
}
