using System.Text;

namespace SpeculativeDecoding;

/// <summary>One output of a probe, read up to a bound: what writes more says nothing of the machine, and is ended.</summary>
internal sealed class ProbeReader
{
    private readonly StringBuilder _text = new();
    private readonly Task<bool> _reading;

    public ProbeReader(StreamReader output, int mostCharacters, CancellationTokenSource limit) => _reading = ReadAsync(output, mostCharacters, limit);

    public bool HasFlooded { get; private set; }

    /// <summary>What came; complete after <see cref="EndAsync"/>.</summary>
    public string Text => _text.ToString();

    /// <summary>Completes with the output, or with the limit.</summary>
    /// <returns>Whether it was the output.</returns>
    public Task<bool> EndAsync() => _reading;

    private async Task<bool> ReadAsync(StreamReader output, int mostCharacters, CancellationTokenSource limit)
    {
        var buffer = new char[4096];
        try
        {
            while (await output.ReadAsync(buffer.AsMemory(), limit.Token).ConfigureAwait(false) is var count and > 0)
            {
                _text.Append(buffer, 0, count);
                if (_text.Length > mostCharacters)
                {
                    HasFlooded = true;
                    await limit.CancelAsync().ConfigureAwait(false);
                    return false;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
