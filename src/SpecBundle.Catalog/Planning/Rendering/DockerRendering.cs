using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A plan as a <c>docker run</c> line with SGLang's official image.</summary>
internal static class DockerRendering
{
    private const int DefaultPort = 30_000;

    internal static string Of(LaunchPlan plan)
    {
        if (plan.Engine != LaunchEngine.Sglang)
            throw new NotSupportedException("There is no image of the embedded server; the shell line starts it.");
        var port = (plan.Port ?? DefaultPort).ToString(CultureInfo.InvariantCulture);
        var mounts = Mounts(plan);
        List<string> rows =
        [
            "docker run --gpus all --shm-size 32g --ipc=host",
            $"-p {ShellQuoting.Quote(plan.Host)}:{port}:{port}",
            "-v ~/.cache/huggingface:/root/.cache/huggingface",
            .. mounts.Select(mount => $"-v {ShellQuoting.Quote($"{mount.Folder}:{mount.Mounted}:ro")}"),
            "--env HF_TOKEN",
            .. plan.RealEnvironment.Where(variable => variable.Name is not ("HF_TOKEN" or "NO_PROXY" or "no_proxy")).Select(Variable),
            "lmsysorg/sglang:" + Tag(plan.SglangVersion),
            .. CommandRows.Of([new(ProgramStep.Python, "", ArgumentSource.Documented), .. Inside(plan, mounts, port)]),
        ];
        return CommandRows.Join(rows);
    }

    // Releases have an image each; for anything between them there is none.
    private static string Tag(string? version) =>
        SglangRelease.TryParse(version) is { Step: >= 0 } release ? $"v{release}" : "latest";

    private static string Variable(EnvironmentVariable variable) =>
        Secrets.IsSecretVariable(variable.Name) ? $"--env {variable.Name}" : $"--env {ShellQuoting.Quote($"{variable.Name}={variable.Value}")}";

    private static List<(string Folder, string Mounted)> Mounts(LaunchPlan plan) =>
    [
        .. plan.Tokens.Zip(plan.Tokens.Skip(1))
            .Where(pair => pair.First.Value is "--model-path" or "--speculative-draft-model-path" && Path.IsPathRooted(pair.Second.Value))
            .Select(pair => (pair.Second.Value, pair.First.Value is "--model-path" ? "/models/target" : "/models/draft")),
    ];

    // In the container the server binds every address, the port is always given, and the key comes from the environment.
    private static IEnumerable<PlanToken> Inside(LaunchPlan plan, List<(string Folder, string Mounted)> mounts, string port)
    {
        for (var i = 0; i < plan.Tokens.Count; i++)
        {
            var token = plan.Tokens[i];
            var next = i + 1 < plan.Tokens.Count ? plan.Tokens[i + 1] : null;
            if (token.Value is "--host" or "--port" && next is not null)
            {
                i++;
            }
            else if (token.Value is "--config" && token.Source == ArgumentSource.Launcher && next is not null)
            {
                i++;
                yield return token with { Value = "--api-key" };
                yield return next with { SecretVariable = Secrets.VariableOf("--api-key") };
            }
            else
            {
                var mount = mounts.Find(mount => mount.Folder == token.Value);
                yield return mount.Mounted is null ? token : token with { Value = mount.Mounted };
            }
        }

        yield return new("--host", "", ArgumentSource.Launcher);
        yield return new("0.0.0.0", "", ArgumentSource.Launcher);
        yield return new("--port", "", ArgumentSource.Launcher);
        yield return new(port, "", ArgumentSource.Launcher);
    }
}
