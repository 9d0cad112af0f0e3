using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace SpeculativeDecoding.Tests;

/// <summary>An app in a process of its own that launches servers on a <see cref="GpuMachine"/>.</summary>
internal sealed class GpuApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];

    public GpuApp(GpuMachine machine, int launches, TimeSpan wait, Action<IDictionary<string, string?>>? change = null)
    {
        var start = new ProcessStartInfo("dotnet", [TestApp.Path, "gpus", machine.Python, Text(launches), Text((int)wait.TotalSeconds)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment.Remove("CUDA_VISIBLE_DEVICES");
        foreach (var (name, value) in machine.Environment)
        {
            start.Environment[name] = value;
        }

        change?.Invoke(start.Environment);
        _process = Process.Start(start)!;
        _ = ReadAsync();
    }

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>The next line that begins so.</summary>
    public async Task<string> NextAsync(string beginning)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The app ended without a line '{beginning}...'. It said: {string.Join('\n', Said)}");
    }

    /// <summary>Waits until it has said so many lines that begin so.</summary>
    public async Task UntilAsync(string beginning, int count)
    {
        while (Said.Count(line => line.StartsWith(beginning, StringComparison.Ordinal)) < count)
        {
            Assert.Equal("", string.Join('\n', Said.Where(line => line.StartsWith("failed", StringComparison.Ordinal))));
            Assert.False(_process.HasExited && _lines.Reader.Completion.IsCompleted, $"The app ended. It said: {string.Join('\n', Said)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends one of its servers.</summary>
    public void EndOne()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Its watchdogs end the servers.
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_seen)
            {
                _seen.Add(line);
            }

            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
