namespace SpeculativeDecoding.Cli;

/// <summary>Values that the library reads from text.</summary>
internal static class TextOption
{
    /// <exception cref="UsageException">The text is of another shape; the library's message says which it should be.</exception>
    public static T Parse<T>(string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            // Without the parameter's name, which is nothing that was typed.
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0]);
        }
    }
}
