using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The parts of one frame of a chat: a chunk of a stream, or a whole answer.</summary>
internal readonly record struct ChatFrame
{
    private ChatFrame(JsonElement frame, JsonElement? choice, bool isForeign)
    {
        (Root, Choice, IsForeign) = (frame, choice, isForeign);
        Delta = choice is { } some ? Member(some, "delta", JsonValueKind.Object) ?? Member(some, "message", JsonValueKind.Object) : null;
        IsWhole = choice is { } whole && Member(whole, "delta", JsonValueKind.Object) is null;
    }

    public JsonElement Root { get; }

    /// <summary>Our choice; null in a frame that has only counts, or another's.</summary>
    public JsonElement? Choice { get; }

    /// <summary>What is new of the message.</summary>
    public JsonElement? Delta { get; }

    /// <summary>Whether it belongs to another choice.</summary>
    public bool IsForeign { get; }

    /// <summary>Whether the message is in one piece.</summary>
    public bool IsWhole { get; }

    public JsonElement? Usage => Member(Root, "usage", JsonValueKind.Object);

    public JsonElement? Extension => Member(Root, "sglext", JsonValueKind.Object);

    /// <summary>The member of that kind; null where it is missing or something else.</summary>
    public static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    public static string? Text(JsonElement element, string name) => Member(element, name, JsonValueKind.String)?.GetString();

    /// <exception cref="JsonException">It is not of the protocol.</exception>
    public static ChatFrame Read(JsonElement frame)
    {
        if (Member(frame, "choices", JsonValueKind.Array) is not { } choices)
        {
            throw new JsonException("a frame has no choices");
        }

        JsonElement? own = null;
        foreach (var choice in choices.EnumerateArray())
        {
            if (choice.ValueKind == JsonValueKind.Object && own is null && (Member(choice, "index", JsonValueKind.Number) is not { } index || (index.TryGetInt32(out var place) && place == 0)))
            {
                own = choice;
            }
        }

        return new ChatFrame(frame, own, isForeign: own is null && choices.GetArrayLength() > 0);
    }

    /// <summary>Whether a server says by it that something is wrong.</summary>
    public static bool IsError(JsonElement frame) =>
        (frame.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null) || Text(frame, "object") == "error";
}
