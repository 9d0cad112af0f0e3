namespace SpeculativeDecoding;

/// <summary>What a key must be so that a header can carry it. It is never quoted.</summary>
internal static class ApiKeyRule
{
    private const string Hint = "Give the key as one line of visible ASCII characters; a mounted secret often ends with a line break. Leave the property null for a random key at a launch, and for a server that asks for none.";

    /// <summary>What speaks against a key, in words that do not quote it; null where nothing does.</summary>
    public static string? Objection(string key)
    {
        if (key.Length == 0)
        {
            return "an empty key protects nothing";
        }

        return key.AsSpan().IndexOfAnyExceptInRange('!', '~') is >= 0 and var index ? FormattableString.Invariant($"the character at index {index} can't be carried by an HTTP header") : null;
    }

    /// <exception cref="InvalidValueException">No header can carry it, or it is empty.</exception>
    public static void Check(string property, string key)
    {
        if (Objection(key) is { } objection)
        {
            throw new InvalidValueException(property, key.Length == 0 ? "an empty text" : FormattableString.Invariant($"a key of {key.Length} characters"), objection, Hint);
        }
    }
}
