using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The forms in which SGLang says that something was wrong with a request.</summary>
internal static class ErrorFrames
{
    /// <summary><c>{"error":{"message":...}}</c>, the native routes' HTTP 400.</summary>
    public static void WriteNative(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The event that takes the place of an answer where a stream was asked for.</summary>
    public static void WriteEvent(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", "invalid_request_error");
        json.WriteNumber("code", 400);
        json.WriteBoolean("retryable", false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The OpenAI routes' object, which the validation layer uses on every route.</summary>
    public static void WriteOpenAi(Utf8JsonWriter json, string message, string type, int code)
    {
        json.WriteStartObject();
        WriteOpenAiFields(json, message, type, code);
        json.WriteEndObject();
    }

    /// <summary>The same, as an event of a stream.</summary>
    public static void WriteOpenAiEvent(Utf8JsonWriter json, string message, string type, int code)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        WriteOpenAiFields(json, message, type, code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOpenAiFields(Utf8JsonWriter json, string message, string type, int code)
    {
        json.WriteString("object", "error");
        json.WriteString("message", message);
        json.WriteString("type", type);
        json.WriteNull("param");
        json.WriteNumber("code", code);
    }
}
