using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A plan as a <c>docker run</c> line with SGLang's official image.</summary>
internal static class DockerRendering
{
    private const int DefaultPort = 30_000;

    public static string Of(LaunchPlan plan)
    {
        if (plan.Engine != LaunchEngine.Sglang)
        {
            throw new NotSupportedException("There is no image of the embedded server; the shell line starts it.");
        }

        var port = (plan.Port ?? DefaultPort).ToString(CultureInfo.InvariantCulture);
        var mounts = Mounts(plan);
        List<string> rows =
        [
            $"docker run --gpus {Gpus(plan)} --shm-size 32g --ipc=host",
            $"-p {ShellQuoting.Quote(plan.Host.Contains(':') ? $"[{plan.Host}]" : plan.Host)}:{port}:{port}",
            "-v ~/.cache/huggingface:/root/.cache/huggingface",
            .. mounts.Select(mount => $"-v {ShellQuoting.Quote($"{mount.Folder}:{mount.Mounted}:ro")}"),
            "--env HF_TOKEN",
            .. plan.RealEnvironment.Where(variable => IsForContainer(plan, variable.Name)).Select(Variable),
            "lmsysorg/sglang:" + Tag(plan.SglangVersion),
            .. CommandRows.Of([new(ProgramStep.Python, "", ArgumentSource.Documented), .. Inside(plan, mounts, port)]),
        ];
        return CommandRows.Join(rows);
    }

    // The runtime of the container gives these GPUs and hides the others; a list goes in quotes of its own.
    private static string Gpus(LaunchPlan plan) => AreGiven(plan, out var choice)
        ? ShellQuoting.Quote($"\"device={string.Join(',', choice.Seen.Select(gpu => gpu.Uuid))}\"")
        : "all";

    private static bool AreGiven(LaunchPlan plan, [NotNullWhen(true)] out GpuChoice? choice)
    {
        choice = plan.GpuChoice;
        return choice is not null && choice.Seen.All(gpu => gpu is { Uuid: not null, Vendor: GpuVendor.Nvidia });
    }

    private static bool IsForContainer(LaunchPlan plan, string variable) =>
        variable is not ("HF_TOKEN" or "NO_PROXY" or "no_proxy") && !(variable is GpuFrame.Cuda or GpuFrame.CudaOrder && AreGiven(plan, out _));

    // Releases have an image each; for anything between them there is none.
    private static string Tag(string? version) =>
        SglangRelease.TryParse(version) is { Step: >= 0 } release ? $"v{release}" : "latest";

    private static string Variable(EnvironmentVariable variable) =>
        Secrets.IsSecretVariable(variable.Name) ? $"--env {variable.Name}" : $"--env {ShellQuoting.Quote($"{variable.Name}={variable.Value}")}";

    private static List<(string Folder, string Mounted)> Mounts(LaunchPlan plan) =>
    [
        .. Values(plan, ServerSetting.ModelPath).Select(folder => (folder, "/models/target")),
        .. Values(plan, ServerSetting.DraftPath).Select(folder => (folder, "/models/draft")),
    ];

    private static IEnumerable<string> Values(LaunchPlan plan, ServerSetting setting) =>
        plan.Tokens.Where(token => token.Setting == setting).Select(token => token.Value).Where(Path.IsPathRooted);

    // In the container the server binds every address, the port is always given, and the key comes from the environment.
    private static IEnumerable<PlanToken> Inside(LaunchPlan plan, List<(string Folder, string Mounted)> mounts, string port)
    {
        foreach (var token in plan.Tokens.Where(token => token.Setting != ServerSetting.Host && token.Setting != ServerSetting.Port))
        {
            if (token.Setting == ServerSetting.ConfigFile)
            {
                yield return token.Value == plan.SecretFile
                    ? token with { SecretVariable = ServerSetting.ApiKey.SecretVariable }
                    : token with { Value = Spell(plan, ServerSetting.ApiKey) };
                foreach (var (setting, _) in token.Value == plan.SecretFile ? plan.FileSecrets : [])
                {
                    yield return new(Spell(plan, setting), "", ArgumentSource.User);
                    yield return new("", "", ArgumentSource.User, setting.SecretVariable);
                }
            }
            else
            {
                yield return mounts.Find(mount => mount.Folder == token.Value).Mounted is { } mounted ? token with { Value = mounted } : token;
            }
        }

        yield return new(Spell(plan, ServerSetting.Host), "", ArgumentSource.Launcher);
        yield return new("0.0.0.0", "", ArgumentSource.Launcher);
        yield return new(Spell(plan, ServerSetting.Port), "", ArgumentSource.Launcher);
        yield return new(port, "", ArgumentSource.Launcher);
    }

    private static string Spell(LaunchPlan plan, ServerSetting setting) => SglangFlags.Of(plan.SglangVersion).Spell(setting.Flag)!;
}
