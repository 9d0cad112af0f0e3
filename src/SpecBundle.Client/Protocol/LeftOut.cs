using System.Text;

namespace SpeculativeDecoding;

/// <summary>What a server told that can't be meant, such as a count of -7: it is left out, and said, one sentence for each name.</summary>
internal sealed class LeftOut
{
    private const int MostSentences = 16;
    private const int MostCharacters = 40;
    private readonly Dictionary<string, string> _sentences = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Sentences => _sentences.Values;

    /// <param name="name">The property's, as it stands in the JSON.</param>
    /// <param name="value">The first bytes of its value.</param>
    /// <param name="rule">What the value would be: "a count".</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, string rule)
    {
        if (_sentences.Count < MostSentences && Shown(name) is { } known)
        {
            _sentences.TryAdd(known, $"The server's {known} is {Shown(value) ?? "something else"}, which is not {rule}: it is left out.");
        }
    }

    // Only what can do no harm on a terminal or in a log.
    private static string? Shown(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MostCharacters && text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? Encoding.ASCII.GetString(text) : null;
}
