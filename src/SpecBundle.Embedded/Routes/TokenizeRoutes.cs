using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Text to token ids and back.</summary>
internal sealed class TokenizeRoutes(ServerContext server)
{
    public void Map(Router router)
    {
        foreach (var prefix in new[] { "", "/v1" })
        {
            router.Map("POST", prefix + "/tokenize", RouteErrors.OpenAi(TokenizeAsync));
            router.Map("POST", prefix + "/detokenize", RouteErrors.OpenAi(DetokenizeAsync));
        }
    }

    private async Task TokenizeAsync(HttpContext context)
    {
        using var document = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        var prompt = document.RootElement.Field("prompt") ?? throw new InvalidRequestException("prompt is missing.");
        var many = prompt.ValueKind == JsonValueKind.Array;
        var encoded = (many ? prompt.EnumerateArray().ToArray() : [prompt])
            .Select(text => text.ValueKind == JsonValueKind.String
                ? server.Engine.Tokenizer.Encode(text.GetString()!)
                : throw new InvalidRequestException($"prompt must be a string or a list of strings, got {JsonBody.Shown(text)}."))
            .ToList();

        await Responses.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            if (many)
            {
                json.WriteStartArray("tokens");
                foreach (var ids in encoded)
                {
                    json.WriteStartArray();
                    foreach (var id in ids)
                    {
                        json.WriteNumberValue(id);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteNumbers("count", [.. encoded.Select(ids => ids.Count)]);
            }
            else
            {
                json.WriteNumbers("tokens", encoded[0]);
                json.WriteNumber("count", encoded[0].Count);
            }

            json.WriteNumber("max_model_len", server.Engine.Info.ContextLength);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task DetokenizeAsync(HttpContext context)
    {
        using var document = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        if (document.RootElement.Field("tokens") is not { ValueKind: JsonValueKind.Array } tokens)
        {
            throw new InvalidRequestException("tokens must be a list of token ids.");
        }

        var skip = document.RootElement.Field("skip_special_tokens") is null || document.RootElement.Switch("skip_special_tokens");
        var ids = tokens.Ids("tokens");
        var size = server.Engine.Info.VocabularySize;
        if (Array.FindIndex(ids, id => (uint)id >= (uint)size) is var wrong and >= 0)
        {
            throw new InvalidRequestException($"Token id {ids[wrong]} is outside the vocabulary of {size} tokens.");
        }

        var text = server.Engine.Tokenizer.Decode(ids, skip);
        await Responses.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
