namespace SpeculativeDecoding;

/// <summary>Takes secrets out of what a server prints before anything keeps it.</summary>
internal sealed class SecretMask(params IEnumerable<string?> secrets)
{
    private const string Mask = "***";

    // A secret of a few letters would mask half of the log, and protects nothing.
    private const int ShortestSecret = 6;
    private readonly string[] _secrets = [.. secrets.OfType<string>().Where(secret => secret.Length >= ShortestSecret).Distinct()];

    public string Apply(string line)
    {
        foreach (var secret in _secrets)
        {
            line = line.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return line;
    }
}
