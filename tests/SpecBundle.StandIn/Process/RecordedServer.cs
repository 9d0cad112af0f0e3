using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.StandIn;

/// <summary>
/// SGLang's launcher as a recording shows it: its log at its own pace or faster, its port opened and ready when the log
/// says so, its end. The environment names the recording: STANDIN_RECORDING (path without extension), STANDIN_SPEED
/// (0 is full speed, 2 twice as fast), STANDIN_DIE_AFTER (milliseconds after it is ready, by SIGKILL), STANDIN_HOLD
/// (a text: the log stops before it until a generation streams, as the recorded deaths came under a request), STANDIN_THIEF;
/// <see cref="ServerOutput"/> and <see cref="Scheduler"/> have the others.
/// </summary>
internal sealed class RecordedServer(IReadOnlyList<string> arguments)
{
    private const int Sigkill = -9;
    private readonly ServerOutput _output = new();
    private readonly string _recording = Environment.GetEnvironmentVariable("STANDIN_RECORDING")!;

    public async Task<int> RunAsync()
    {
        // SGLang handles SIGTERM from early on, and ends itself by SIGKILL; one whose port is taken hangs instead.
        var termed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            termed.TrySetResult();
        });
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(_recording + ".json").ConfigureAwait(false));
        var port = arguments.SkipWhile(argument => argument != "--port").Skip(1).FirstOrDefault();
        await using var http = new MinimalServer(port is null ? 0 : int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), _output);
        StartThief(port);
        Scheduler.Start(_output);
        await WriteLogAsync(document.RootElement, http).ConfigureAwait(false);
        var exitCode = document.RootElement.GetProperty("rc");
        if (exitCode.ValueKind == JsonValueKind.Number)
        {
            return exitCode.GetInt32() == Sigkill ? EndBySignal() : exitCode.GetInt32();
        }

        if (Environment.GetEnvironmentVariable("STANDIN_DIE_AFTER") is { } milliseconds)
        {
            await Task.Delay(int.Parse(milliseconds, System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
            return EndBySignal();
        }

        await (http.IsOpen ? termed.Task : Task.Delay(Timeout.Infinite)).ConfigureAwait(false);
        return EndBySignal();
    }

    private static int EndBySignal()
    {
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    private async Task WriteLogAsync(JsonElement recording, MinimalServer http)
    {
        var log = await File.ReadAllBytesAsync(_recording + ".log").ConfigureAwait(false);
        var speed = double.Parse(Environment.GetEnvironmentVariable("STANDIN_SPEED") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        var written = 0;
        foreach (var write in recording.GetProperty("log_writes").EnumerateArray())
        {
            var wait = speed == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(write[0].GetDouble() / speed) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait).ConfigureAwait(false);
            }

            written = await WriteAsync(log, written, written + write[1].GetInt32(), http).ConfigureAwait(false);
        }

        await WriteAsync(log, written, log.Length, http).ConfigureAwait(false);
    }

    private async Task<int> WriteAsync(byte[] log, int from, int to, MinimalServer http)
    {
        var hold = HoldBefore(log);
        if (from <= hold && hold < to)
        {
            await WriteAsync(log, from, hold, http).ConfigureAwait(false);
            await _output.ChatterAsync(http.Streaming).ConfigureAwait(false);
            await http.Streaming.ConfigureAwait(false);
            from = hold;
        }

        to = Math.Min(to, log.Length);
        if (from < to)
        {
            _output.Write(log.AsSpan(from, to - from));
            var text = Encoding.UTF8.GetString(log, 0, to);
            if (text.Contains("Uvicorn running on", StringComparison.Ordinal) && !text.Contains("[Errno 98]", StringComparison.Ordinal))
            {
                Open(http);
            }

            http.IsDead = text.Contains("Scheduler hit an exception", StringComparison.Ordinal) || text.Contains("crashed with exit code", StringComparison.Ordinal);

            http.IsReady = text.Contains("The server is fired up and ready to roll!", StringComparison.Ordinal);
        }

        return Math.Max(from, to);
    }

    /// <summary>As SGLang does whose port is taken: it says so, and neither serves nor ends.</summary>
    private void Open(MinimalServer http)
    {
        try
        {
            http.Open();
        }
        catch (System.Net.Sockets.SocketException)
        {
            _output.Say("ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 30000): address already in use");
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>STANDIN_THIEF: a process of its own session takes the port, and writes what it is sent into the file of that name.</summary>
    private static void StartThief(string? port)
    {
        if (Environment.GetEnvironmentVariable("STANDIN_THIEF") is { } file)
        {
            Process.Start(new ProcessStartInfo("setsid") { ArgumentList = { "dotnet", typeof(RecordedServer).Assembly.Location, "listen", port!, file }, RedirectStandardInput = true })!.Dispose();
            SpinWait.SpinUntil(() => File.Exists(file));
        }
    }

    /// <summary>Where the log waits for a request; -1 where it does not.</summary>
    private static int HoldBefore(byte[] log) =>
        Environment.GetEnvironmentVariable("STANDIN_HOLD") is { } text ? log.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) : -1;
}
