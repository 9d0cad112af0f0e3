using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads <c>finish_reason</c>: null until the last frame, then an object (a bare word in the oldest releases).</summary>
internal static class FinishReasonReader
{
    public static FinishReason? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return Create(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        return ReadObject(ref reader);
    }

    private static FinishReason ReadObject(ref Utf8JsonReader reader)
    {
        var reason = Create("unknown");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reason = JsonValue.ReadString(ref reader) is { } name ? reason with { Name = name, Kind = KindOf(name) } : reason;
            }
            else if (reader.ValueTextEquals("length"u8))
            {
                reason = reason with { Length = JsonValue.ReadCount(ref reader) };
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reason = reason with { Message = JsonValue.ReadString(ref reader) };
            }
            else if (reader.ValueTextEquals("status_code"u8))
            {
                reason = reason with { StatusCode = JsonValue.ReadCount(ref reader) };
            }
            else if (reader.ValueTextEquals("err_type"u8))
            {
                reason = reason with { ErrorType = JsonValue.ReadString(ref reader) };
            }
            else if (reader.ValueTextEquals("matched"u8))
            {
                reason = ReadMatched(ref reader, reason);
            }
            else
            {
                JsonValue.Skip(ref reader);
            }
        }

        return reason;
    }

    private static FinishReason ReadMatched(ref Utf8JsonReader reader, FinishReason reason)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reason with { MatchedText = reader.GetString() };
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var token))
        {
            return reason with { MatchedToken = token };
        }

        reader.Skip();
        return reason;
    }

    private static FinishReason Create(string name) => new() { Kind = KindOf(name), Name = name };

    private static FinishKind KindOf(string name) => name switch
    {
        "stop" => FinishKind.Stop,
        "length" => FinishKind.Length,
        "abort" => FinishKind.Abort,
        _ => FinishKind.Other,
    };
}
