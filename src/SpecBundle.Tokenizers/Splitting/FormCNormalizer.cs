using System.Text;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>Unicode normalization form C, which the tokenizer library has no normalizer for.</summary>
internal sealed class FormCNormalizer : Normalizer
{
    /// <summary>Without globalization data .NET leaves text as it is, and ids would be silently wrong.</summary>
    public static bool IsAvailable => "e\u0301".Normalize() == "\u00e9";

    public override string Normalize(string original) => WellFormed(original).Normalize(NormalizationForm.FormC);

    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());

    /// <summary>Half a surrogate pair can't be normalized; as UTF-8 it is U+FFFD anyway.</summary>
    private static string WellFormed(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
