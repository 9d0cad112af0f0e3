namespace SpeculativeDecoding.Tests;

/// <summary>A Python that has "SGLang": it answers for the version, runs the watchdog, and starts the stand-in as the server.</summary>
internal sealed class FakePython : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-python-").FullName;

    public FakePython(string version = "0.5.17")
    {
        Path = System.IO.Path.Combine(_folder, "python3");
        Script.Write(Path, $"""
            #!/bin/sh
            case "$1" in
                -I) exec python3 "$@" ;;
                -c) printf '{version}\n0.4.3\n'; exit 0 ;;
            esac
            exec dotnet "{TestApp.StandIn}" sglang "$@"
            """);
    }

    public string Path { get; }

    public LaunchOptions Options(string recording, string speed = "0")
    {
        var options = new LaunchOptions { Python = Path, TensorParallelSize = 1, PullModels = false, StopGrace = TimeSpan.FromSeconds(2) };
        options.Environment["STANDIN_RECORDING"] = System.IO.Path.Combine(AppContext.BaseDirectory, "recordings", "sglang-0.5.17", recording);
        options.Environment["STANDIN_SPEED"] = speed;
        return options;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
