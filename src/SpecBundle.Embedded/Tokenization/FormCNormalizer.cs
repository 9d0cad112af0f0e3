using System.Text;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding.Embedded;

/// <summary>Unicode normalization form C, which the tokenizer library has no normalizer for.</summary>
internal sealed class FormCNormalizer : Normalizer
{
    public override string Normalize(string original) => original.Normalize(NormalizationForm.FormC);

    public override string Normalize(ReadOnlySpan<char> original) => original.ToString().Normalize(NormalizationForm.FormC);
}
