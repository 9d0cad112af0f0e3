using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>/v1/models</c>: the one model under its served name.</summary>
internal sealed class ModelRoutes(ServerContext server)
{
    private const string Prefix = "/v1/models/";

    public void Map(Router router)
    {
        router.Map("GET", "/v1/models", ListAsync);
        router.MapBelow(Prefix, OneAsync);
    }

    private Task ListAsync(HttpContext context) => Responses.JsonAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task OneAsync(HttpContext context)
    {
        var id = context.Request.Path.Value![Prefix.Length..];
        return id == server.Flags.ServedModelName
            ? Responses.JsonAsync(context, StatusCodes.Status200OK, Write)
            : Responses.JsonAsync(context, StatusCodes.Status404NotFound, json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                json.WriteString("message", $"The model '{id}' does not exist");
                json.WriteString("type", "invalid_request_error");
                json.WriteString("param", "model");
                json.WriteString("code", "model_not_found");
                json.WriteEndObject();
                json.WriteEndObject();
            });
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", server.Flags.ServedModelName);
        json.WriteString("object", "model");
        json.WriteNumber("created", server.Time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteString("owned_by", "sglang");
        json.WriteString("root", server.Flags.ServedModelName);
        json.WriteNull("parent");
        json.WriteNumber("max_model_len", server.Engine.Info.ContextLength);
        json.WriteEndObject();
    }
}
