namespace SpeculativeDecoding;

/// <summary>The pipe that a watchdog lives by. It may be closed at the other end at any moment, which is no error of this one's.</summary>
internal sealed class Lifeline(Stream pipe)
{
    private readonly Lock _lock = new();
    private bool _isClosed;

    /// <summary>A few bytes, which a pipe always has room for.</summary>
    public void Send(string line)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                Quietly(() => pipe.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n")));
            }
        }
    }

    /// <summary>To the watchdog, what the death of the app is.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                Quietly(pipe.Dispose);
            }
        }
    }

    private static void Quietly(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The watchdog has ended already; its end is noticed elsewhere.
        }
    }
}
