using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>usage</c> of the OpenAI routes.</summary>
internal static class UsageBlock
{
    /// <summary>In a stream of /v1/completions the empty details are left out; everywhere else they are null.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Generation> generations, bool withDetails)
    {
        var prompt = generations.Sum(generation => generation.Step?.PromptTokens ?? 0);
        var completion = generations.Sum(generation => generation.Step?.CompletionTokens ?? 0);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", prompt);
        json.WriteNumber("total_tokens", prompt + completion);
        json.WriteNumber("completion_tokens", completion);
        if (withDetails)
        {
            json.WriteNull("prompt_tokens_details");
        }

        json.WriteNumber("reasoning_tokens", 0);
        json.WriteEndObject();
    }
}
