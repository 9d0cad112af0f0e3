namespace SpeculativeDecoding;

/// <summary>Takes secrets out of what a server prints before anything keeps it.</summary>
/// <param name="given">Secrets that somebody named as such, however short.</param>
/// <param name="found">What looks like one, in the environment: a short one there is a number or a word, and would mask half of the log.</param>
internal sealed class SecretMask(IEnumerable<string?> given, IEnumerable<string?> found)
{
    private const string Mask = "***";
    private const int ShortestText = 6;
    private readonly string[] _texts = [.. given.Concat(found).OfType<string>().Where(secret => secret.Length >= ShortestText).Distinct().OrderByDescending(secret => secret.Length)];

    // Part of a longer word a short one tells nobody anything.
    private readonly string[] _words = [.. given.OfType<string>().Where(secret => secret.Length is > 0 and < ShortestText).Distinct().OrderByDescending(secret => secret.Length)];

    public string Apply(string line)
    {
        foreach (var secret in _texts)
        {
            line = line.Replace(secret, Mask, StringComparison.Ordinal);
        }

        foreach (var secret in _words)
        {
            line = ReplaceWord(line, secret);
        }

        return line;
    }

    private static string ReplaceWord(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = at + 1 < line.Length ? line.IndexOf(word, at + 1, StringComparison.Ordinal) : -1)
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(line[at - 1])) && (end == line.Length || !char.IsLetterOrDigit(line[end])))
            {
                line = string.Concat(line.AsSpan(0, at), Mask, line.AsSpan(end));
                at += Mask.Length - 1;
            }
        }

        return line;
    }
}
