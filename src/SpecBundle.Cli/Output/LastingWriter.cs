using System.Text;

namespace SpeculativeDecoding.Cli;

/// <summary>
/// An output whose end is not the end of the program: a full disk or a closed descriptor is told once, and what follows is dropped.
/// A server that was started, and a run that takes hours, go on.
/// </summary>
internal sealed class LastingWriter(TextWriter inner, Action<string>? onLost) : TextWriter
{
    private bool _hasLost;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (_hasLost)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _hasLost = true;
            onLost?.Invoke(exception is IOException ? exception.Message.TrimEnd('.') : "it is closed");
        }
    }
}
