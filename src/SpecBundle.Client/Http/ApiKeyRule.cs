namespace SpeculativeDecoding;

/// <summary>What a key must be so that a header can carry it. It is never quoted.</summary>
internal static class ApiKeyRule
{
    private const string Hint = "Give the key as one line of visible ASCII characters; a mounted secret often ends with a line break. Leave the property null for a server that asks for no key.";

    /// <exception cref="InvalidValueException">No header can carry it, or it is empty.</exception>
    public static void Check(string property, string key)
    {
        if (key.Length == 0)
        {
            throw new InvalidValueException(property, "an empty text", "an empty key protects nothing", Hint);
        }

        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new InvalidValueException(property, $"a key of {key.Length} characters", $"the character at index {key.AsSpan().IndexOfAnyExceptInRange('!', '~')} can't be carried by an HTTP header", Hint);
        }
    }
}
