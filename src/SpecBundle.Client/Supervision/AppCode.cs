namespace SpeculativeDecoding;

/// <summary>Calls what the app gave us, its progress and its loggers, where an exception of theirs would end the supervision of a server.</summary>
internal static class AppCode
{
    public static void Call(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // Whatever it is, it is the app's: the server's log is read on, and a full pipe never blocks the server.
        catch (Exception)
#pragma warning restore CA1031
        {
            // There is nobody to tell: the one who could be told is the one who threw.
        }
    }
}
