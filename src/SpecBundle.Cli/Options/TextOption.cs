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
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
