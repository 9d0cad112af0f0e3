namespace SpeculativeDecoding;

/// <summary>What the values of options must keep to.</summary>
internal static class OptionRules
{
    public static void Positive(string property, int value)
    {
        if (value < 1)
        {
            throw new InvalidValueException(property, value, "it must be 1 or more");
        }
    }

    public static void Revision(string property, string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Any(char.IsControl))
        {
            throw new InvalidValueException(property, value, "it must name a branch, a tag or a commit");
        }
    }

    public static void Repository(string property, string? value)
    {
        if (value is null || !IsRepository(value))
        {
            throw new InvalidValueException(property, value, "it must name a repository as the Hub does, for example org/name");
        }
    }

    /// <summary>Whether a repository can be called so.</summary>
    public static bool IsRepository(string name) => name.Count(character => character == '/') <= 1 && SafePath.IsInside(name);

    public static void Folder(string property, string? value)
    {
        if (value is not null && (string.IsNullOrWhiteSpace(value) || value.Contains('\0', StringComparison.Ordinal)))
        {
            throw new InvalidValueException(property, value, "it must be the path of a folder");
        }
    }

    public static void Endpoint(string property, Uri? value)
    {
        if (value is not null && !(value.IsAbsoluteUri && value.Scheme is "http" or "https"))
        {
            throw new InvalidValueException(property, value.OriginalString, "it must be an address that begins with https:// or http://");
        }
    }

    /// <summary>A token that a header can carry. Its text is never shown.</summary>
    public static void Token(string property, string? value)
    {
        if (value is not null && (value.Length == 0 || !value.All(character => character is > ' ' and <= '~')))
        {
            throw new InvalidValueException(
                property,
                value.Length == 0 ? "an empty text" : "a text with a character that no header can carry",
                "a token is letters, digits and signs of ASCII, without spaces and line breaks",
                $"Set {property} to the token alone; a file that holds it often ends in a line break, which Trim removes.");
        }
    }
}
