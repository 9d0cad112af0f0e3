namespace SpeculativeDecoding.Templates;

/// <summary>What a loop may write to and have read behind it.</summary>
internal sealed class TemplateNamespace
{
    public Dictionary<string, object?> Fields { get; } = new(StringComparer.Ordinal);
}
