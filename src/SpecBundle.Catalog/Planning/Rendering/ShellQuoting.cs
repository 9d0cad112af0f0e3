namespace SpeculativeDecoding;

/// <summary>Quotes a word for a POSIX shell.</summary>
internal static class ShellQuoting
{
    public static string Quote(string word) =>
        word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A secret is a variable, which the shell fills in.</summary>
    public static string Quote(PlanToken token) => token.SecretVariable is { } variable
        ? token.Value.StartsWith("--", StringComparison.Ordinal) && token.Value.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
            ? $"{token.Value[..(equals + 1)]}\"${variable}\""
            : $"\"${variable}\""
        : Quote(token.Value);

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || "_-./:,@%+=".Contains(character, StringComparison.Ordinal);
}
