namespace SpeculativeDecoding;

/// <summary>The program, and the module or file it runs.</summary>
internal static class ProgramStep
{
    internal const string Python = "python3";
    private const string Server = "SpecBundle.Embedded.dll";

    internal static string Add(PlanInProgress plan)
    {
        if (plan.IsSglang)
        {
            plan.Tokens.Add(new("-m", "SGLang's server.", ArgumentSource.Documented) { IsDocumented = true });
            plan.Tokens.Add(new("sglang.launch_server", "SGLang's server.", ArgumentSource.Documented) { IsDocumented = true });
            return plan.Machine.Python ?? Python;
        }

        if (plan.Machine.EmbeddedFolder is null)
            plan.Report.Note("The folder of the embedded server is not known here, so its paths are relative to it.");
        plan.Tokens.Add(new(InEmbeddedFolder(plan, Server), "The embedded server.", ArgumentSource.Documented) { IsDocumented = true });
        return plan.Machine.Dotnet ?? "dotnet";
    }

    internal static string InEmbeddedFolder(PlanInProgress plan, string path) =>
        plan.Machine.EmbeddedFolder is { } folder ? Path.GetFullPath(Path.Combine(folder, path)) : path;
}
