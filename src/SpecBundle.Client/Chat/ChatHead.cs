using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What every frame of a chat begins with. What a later frame leaves out stays as it was.</summary>
internal sealed record ChatHead(string Id, string? Model, DateTimeOffset? Created)
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public ChatHead Read(JsonElement frame, RequestId requestId)
    {
        var id = ChatFrame.Text(frame, "id") is { Length: > 0 } told ? requestId.Of(told) : Id;
        var model = ChatFrame.Text(frame, "model") ?? Model;
        var created = ChatFrame.Member(frame, "created", JsonValueKind.Number) is { } time && time.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= Latest ? DateTimeOffset.FromUnixTimeSeconds(seconds) : Created;
        return id == Id && model == Model && created == Created ? this : new ChatHead(id, model, created);
    }
}
