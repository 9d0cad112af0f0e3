namespace SpeculativeDecoding.Embedded;

/// <summary>The chat template of a checkpoint.</summary>
internal sealed class ChatTemplate
{
    public static ChatTemplate? Find(string folder) => null;

    public static string Render(IEnumerable<(string Role, string Content)> messages) => "";
}
