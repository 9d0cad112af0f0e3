using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>A Python that runs the watchdog, and whose "SGLang" prints a log and ends as given: an exit code, a signal (negative), or never (null).</summary>
internal sealed class FailingPython : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-python-").FullName;

    public FailingPython(IEnumerable<string> log, int? exitCode)
    {
        var logFile = System.IO.Path.Combine(_folder, "log");
        File.WriteAllText(logFile, string.Join('\n', log) + "\n");
        var end = exitCode switch
        {
            null => "exec sleep 1000",
            < 0 => string.Create(CultureInfo.InvariantCulture, $"kill {exitCode} $$"),
            _ => string.Create(CultureInfo.InvariantCulture, $"exit {exitCode}"),
        };
        Path = System.IO.Path.Combine(_folder, "python3");
        Script.Write(Path, $"""
            #!/bin/sh
            case "$1" in
                -I) exec python3 "$@" ;;
                -c) printf '0.5.17\n0.4.3\n'; exit 0 ;;
            esac
            cat "{logFile}" >&2
            {end}
            """);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
