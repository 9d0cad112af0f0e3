namespace SpeculativeDecoding;

/// <summary>Refuses names from elsewhere that would leave the folder they are meant for.</summary>
internal static class SafePath
{
    private const int LongestName = 255;

    /// <summary>Whether a path of a repository stays inside any folder, on every system.</summary>
    public static bool IsInside(string path) =>
        path.Length > 0
        && path.Split('/').All(part => part is not ("" or "." or "..") && part.Length <= LongestName && !part.EndsWith('.') && !part.EndsWith(' '))
        && !path.AsSpan().ContainsAny('\\', ':', '\0')
        && !path.Any(char.IsControl);

    /// <summary>Whether an ETag can be the name of a blob.</summary>
    public static bool IsBlobName(string name) =>
        name.Length is > 0 and <= 128 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
