using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads <c>response_format</c> of OpenAI's routes, and SGLang's <c>json_schema</c> there, which is a schema as a text.</summary>
internal static class ResponseFormat
{
    /// <summary>The JSON schema that is asked for; null where there is none.</summary>
    public static string? Schema(JsonElement body)
    {
        var own = body.Text("json_schema");
        var schema = body.Field("response_format") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } format => Schema(format.Text("type"), format),
            { } other => throw Unsupported(JsonBody.Shown(other)),
        };
        return own is null || schema is null ? own ?? schema : throw new InvalidRequestException("Only one of response_format and json_schema can be set.");
    }

    private static string? Schema(string? type, JsonElement format)
    {
        switch (type)
        {
            case null or "text":
                return null;
            case "json_object":
                return """{"type":"object"}""";
            case "json_schema":
                return format.Field("json_schema") is { ValueKind: JsonValueKind.Object } named && named.Field("schema") is { } schema
                    ? schema.GetRawText()
                    : throw new InvalidRequestException("schema_ is required for json_schema response format request.");
            default:
                throw Unsupported(type);
        }
    }

    private static InvalidRequestException Unsupported(string format) => new($"The embedded engine does not support response_format {format}: text, json_object or json_schema.");
}
