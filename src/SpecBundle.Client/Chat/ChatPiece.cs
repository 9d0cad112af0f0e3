using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>What one frame of a chat brought.</summary>
internal readonly record struct ChatPiece
{
    /// <summary>The frame.</summary>
    public required JsonElement Raw { get; init; }

    /// <summary>New text; empty for none.</summary>
    public string Text { get; init; }

    /// <summary>New reasoning; empty for none.</summary>
    public string Reasoning { get; init; }

    /// <summary>The calls, whole, once all of them have come.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; init; }

    /// <summary>Whether it has something of the answer in it, a part of a call included.</summary>
    public bool Brings { get; init; }

    /// <summary>Whether it is the last: nothing but the end and the counts.</summary>
    public bool IsLast { get; init; }
}
