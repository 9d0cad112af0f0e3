using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>meta_info</c> as 0.5.17 writes it: the same names in the same order, absent where nothing is known.</summary>
internal static class MetaInfo
{
    public const string WeightVersion = "default";

    /// <summary>The object for the generation as it stands. <paramref name="timings"/> are there with --enable-metrics alone.</summary>
    public static void Write(Utf8JsonWriter json, Generation generation, bool timings)
    {
        var (step, times) = (generation.Step!, generation.Times);
        var isFirst = !generation.AnythingSent;
        json.WriteStartObject();
        json.WriteString("id", generation.RequestId);
        WriteFinishReason(json, generation.Finish, step.CompletionTokens);

        // Aborted while it waited: nothing was computed, so nothing is known of it.
        var computed = step.CompletionTokens > 0 || step.Finish?.Kind != EngineFinishKind.Abort;
        if (computed)
        {
            json.WriteNumber("prompt_tokens", step.PromptTokens);
        }

        json.WriteString("weight_version", WeightVersion);
        if (computed)
        {
            json.WriteNumber("num_retractions", 0);
            if (timings)
            {
                json.WriteFloat("prefill_finished_time", times.PrefillFinished);
            }

            json.WriteNumber("reasoning_tokens", 0);
            json.WriteNumber("completion_tokens", step.CompletionTokens);
            json.WriteNumber("cached_tokens", step.CachedTokens);
            WriteCachedTokensDetails(json, step.CachedTokens);
            json.WriteNull("dp_rank");
        }

        if (generation.Finish is not null)
        {
            json.WriteFloat("e2e_latency", times.EndToEnd);
            if (step.Speculation is { VerifySteps: > 0 } speculation)
            {
                WriteSpeculation(json, speculation, step.CompletionTokens);
            }

            if (timings)
            {
                json.WriteFloat("request_received_ts", times.Received);
                json.WriteFloat("api_server_dispatch_finish_ts", times.Dispatched);
            }
        }

        generation.Times.MarkSent();
        if (generation.Streams && (isFirst || (timings && generation.Finish is not null)))
        {
            json.WriteFloat("response_sent_to_client_ts", times.FirstSent);
        }

        if (generation.Finish is not null && timings)
        {
            json.WriteFloat("request_finished_ts", times.Finished);
            if (computed && step.CompletionTokens > 1 && times.Decode > 0)
            {
                json.WriteFloat("decode_throughput", (step.CompletionTokens - 1) / times.Decode);
            }
        }

        if (!generation.Streams)
        {
            json.WriteFloat("response_sent_to_client_ts", times.FirstSent);
        }

        json.WriteEndObject();
    }

    public static void WriteCachedTokensDetails(Utf8JsonWriter json, int cachedTokens)
    {
        if (cachedTokens == 0)
        {
            json.WriteNull("cached_tokens_details");
            return;
        }

        json.WriteStartObject("cached_tokens_details");
        json.WriteNumber("device", cachedTokens);
        json.WriteNumber("host", 0);
        json.WriteEndObject();
    }

    private static void WriteFinishReason(Utf8JsonWriter json, EngineFinish? finish, int completionTokens)
    {
        if (finish is null)
        {
            json.WriteNull("finish_reason");
            return;
        }

        json.WriteStartObject("finish_reason");
        switch (finish.Kind)
        {
            case EngineFinishKind.Stop:
                json.WriteString("type", "stop");
                if (finish.MatchedString is { } text)
                {
                    json.WriteString("matched", text);
                }
                else if (finish.MatchedToken is { } token)
                {
                    json.WriteNumber("matched", token);
                }

                break;
            case EngineFinishKind.Length:
                json.WriteString("type", "length");
                json.WriteNumber("length", completionTokens);
                break;
            default:
                json.WriteString("type", "abort");
                json.WriteString("message", finish.Message ?? "Aborted");
                if (finish.IsRefusal)
                {
                    json.WriteNumber("status_code", 400);
                    json.WriteString("err_type", "BadRequestError");
                }
                else if (finish.Fault is null)
                {
                    json.WriteNull("status_code");
                    json.WriteNull("err_type");
                }
                else
                {
                    json.WriteNumber("status_code", 500);
                    json.WriteString("err_type", "InternalServerError");
                }

                break;
        }

        json.WriteEndObject();
    }

    private static void WriteSpeculation(Utf8JsonWriter json, EngineSpeculation speculation, int completionTokens)
    {
        json.WriteFloat("spec_accept_rate", speculation.AcceptedDrafts / (double)Math.Max(1, speculation.ProposedDrafts));
        json.WriteFloat("spec_accept_length", completionTokens / (double)speculation.VerifySteps);
        json.WriteNumber("spec_num_correct_drafts", speculation.AcceptedDrafts);
        json.WriteNumber("spec_num_proposed_drafts", speculation.ProposedDrafts);
        json.WriteNumber("spec_verify_ct", speculation.VerifySteps);
        json.WriteNumber("spec_accepted_drafts", speculation.AcceptedDrafts);
        json.WriteNumber("spec_proposed_drafts", speculation.ProposedDrafts);
        json.WriteNumbers("spec_correct_drafts_histogram", speculation.Histogram);
        json.WriteNumbers("spec_accept_histogram", speculation.Histogram);
    }
}
