namespace SpeculativeDecoding.Embedded;

/// <summary>A whole call, its arguments as they were written.</summary>
internal sealed record ToolCall(int Index, string Name, string Arguments)
{
    public static string NewId() => $"call_{Guid.NewGuid():N}"[..29];
}
