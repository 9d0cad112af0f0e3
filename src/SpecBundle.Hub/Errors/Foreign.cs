namespace SpeculativeDecoding;

/// <summary>What the Hub says, as a message may show it: cleaned, and no longer than a sentence is.</summary>
internal static class Foreign
{
    private const int Longest = 300;

    public static string Text(string text) => Printable.Of(text.Length <= Longest ? text : text[..Longest] + "...");
}
