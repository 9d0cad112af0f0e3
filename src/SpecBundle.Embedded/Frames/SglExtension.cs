using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>sglext</c>: SGLang's additions to an OpenAI answer, present when asked for and when there is something to tell.</summary>
internal static class SglExtension
{
    public static bool HasAny(OpenAiBody body, Generation generation) =>
        HasSpeculation(body, generation) || HasCached(body, generation);

    public static void Write(Utf8JsonWriter json, OpenAiBody body, Generation generation)
    {
        json.WriteStartObject("sglext");
        if (HasCached(body, generation))
        {
            MetaInfo.WriteCachedTokensDetails(json, generation.Step!.CachedTokens);
        }

        if (HasSpeculation(body, generation))
        {
            WriteSpeculation(json, generation.Step!);
        }

        json.WriteEndObject();
    }

    private static bool HasCached(OpenAiBody body, Generation generation) => body.CachedTokensDetails && generation.Step is { CachedTokens: > 0 };

    private static bool HasSpeculation(OpenAiBody body, Generation generation) =>
        body.SpecTokensDetails && generation.Step?.Speculation is { VerifySteps: > 0 };

    private static void WriteSpeculation(Utf8JsonWriter json, EngineStep step)
    {
        var speculation = step.Speculation!;
        json.WriteStartObject("spec_tokens_details");
        json.WriteFloat("spec_accept_rate", speculation.AcceptedDrafts / (double)Math.Max(1, speculation.ProposedDrafts));
        json.WriteFloat("spec_accept_length", step.CompletionTokens / (double)speculation.VerifySteps);
        json.WriteFloat("spec_cap_length", 0);
        json.WriteFloat("spec_block_accept_length", 0);
        json.WriteNumber("spec_num_correct_drafts", speculation.AcceptedDrafts);
        json.WriteNumber("spec_num_proposed_drafts", speculation.ProposedDrafts);
        json.WriteNumber("spec_verify_ct", speculation.VerifySteps);
        json.WriteNumbers("spec_correct_drafts_histogram", speculation.Histogram);
        json.WriteNumbers("spec_cap_lens_histogram", []);
        json.WriteEndObject();
    }
}
