namespace SpeculativeDecoding;

/// <summary>The program, and the module or file it runs.</summary>
internal static class ProgramStep
{
    public const string Python = "python3";
    private const string Server = "SpecBundle.Embedded.dll";

    public static void Take(PlanInProgress plan)
    {
        if (plan.IsSglang)
        {
            plan.Program = plan.Machine.Python ?? Python;
            if (plan.Machine.PythonProblem is { } problem)
            {
                plan.Report.Note($"On this machine it would not start: {problem}.");
            }

            plan.AddProgramElement("-m", "SGLang's server.");
            plan.AddProgramElement("sglang.launch_server", "SGLang's server.");
            return;
        }

        if (plan.Machine.EmbeddedFolder is null)
        {
            plan.Report.Note("The folder of the embedded server is not known here, so its paths are relative to it.");
        }

        plan.Program = plan.Machine.Dotnet ?? "dotnet";
        plan.AddProgramElement(InEmbeddedFolder(plan, Server), "The embedded server.");
    }

    public static string InEmbeddedFolder(PlanInProgress plan, string path) =>
        plan.Machine.EmbeddedFolder is { } folder ? Path.GetFullPath(Path.Combine(folder, path)) : path;
}
