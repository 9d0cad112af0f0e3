using System.Buffers;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>Refuses names from elsewhere that would leave the folder they are meant for, or that no file here can have.</summary>
internal static class SafePath
{
    private static readonly SearchValues<char> OddOnWindows = SearchValues.Create("\\:*?\"<>|");
    private const int LongestName = 255;
    private const int LongestPath = 1_024;

    /// <summary>Stands for what is no character.</summary>
    private const char Half = '\uFFFD';

    /// <summary>Whether a path stays inside any folder, on every system: for names that people choose.</summary>
    public static bool IsInside(string path) => Objection(path, isWindows: true) is null;

    /// <summary>Why no file of this system can have a path of a repository; null where one can. What is odd elsewhere, such as a colon, is a name like any other here.</summary>
    public static string? Objection(string path) => Objection(path, OperatingSystem.IsWindows());

    /// <summary>Whether an ETag can be the name of a blob.</summary>
    public static bool IsBlobName(string name) =>
        name.Length is > 0 and <= 128 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public static string? Objection(string path, bool isWindows)
    {
        if (path.Length is 0 or > LongestPath || path.Split('/').Any(part => Encoding.UTF8.GetByteCount(part) > LongestName))
        {
            return "its name has a length that no file can have";
        }

        if (path.Split('/').Any(part => part is "" or "." or ".."))
        {
            return "its name leads out of the folder it is meant for";
        }

        if (path.Any(character => char.IsControl(character) || char.IsSurrogate(character) || character == Half) && !IsText(path))
        {
            return "its name has characters that no file name can have";
        }

        return isWindows && (path.AsSpan().ContainsAny(OddOnWindows) || path.Split('/').Any(part => part.EndsWith('.') || part.EndsWith(' ')))
            ? "its name has characters that no file of Windows can have"
            : null;
    }

    /// <summary>Without control characters, and without half of a character.</summary>
    private static bool IsText(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }
}
