using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeculativeDecoding.Cli;

/// <summary>Pairs as JSON: every fact by name with value, certainty and source, null where unknown.</summary>
internal static class PairJson
{
    public static void Write(Terminal terminal, ModelPair pair) => Write(terminal, json => WritePair(json, pair));

    public static void Write(Terminal terminal, IReadOnlyList<ModelPair> pairs) => Write(terminal, json =>
    {
        json.WriteStartArray();
        foreach (var pair in pairs)
        {
            WritePair(json, pair);
        }

        json.WriteEndArray();
    });

    private static void Write(Terminal terminal, Action<Utf8JsonWriter> write) =>
        terminal.Output.WriteJson(JsonText.WriteValue(write, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));

    private static void WritePair(Utf8JsonWriter json, ModelPair pair)
    {
        json.WriteStartObject();
        json.WriteString("id", pair.Id);
        json.WriteString("target", pair.Target.Repository);
        json.WriteString("draft", pair.Draft?.Repository);
        json.WriteStrings("target_other_names", pair.Target.OtherNames);
        json.WriteStrings("draft_other_names", pair.Draft?.OtherNames ?? []);
        json.WriteString("training_data", pair.TrainingData.ToString());
        json.WriteString("speculation", pair.RecommendedSpeculation.ToString());
        WriteFact(json, FactRow.Of("smallest_hardware", pair.SmallestHardware));
        WriteFacts(json, "target_facts", PairFacts.Of(pair.Target));
        WriteFacts(json, "draft_facts", pair.Draft is { } draft ? PairFacts.Of(draft) : []);
        json.WriteObjects("recommended_arguments", pair.RecommendedArguments, static (json, argument) =>
        {
            json.WriteString("flag", argument.Flag);
            json.WriteString("value", argument.Value);
            json.WriteString("reason", argument.Reason);
            json.WriteString("certainty", Say(argument.Certainty));
            json.WriteString("source", argument.Source);
        });
        json.WriteStrings("notes", pair.Notes);
        WriteResults(json, pair.PublishedResults);
        json.WriteEndObject();
    }

    private static void WriteResults(Utf8JsonWriter json, PublishedResults results)
    {
        json.WriteString("published_results_warning", results.Warning);
        json.WriteObjects("published_results", results.Baselines.Concat(results.Rows).Concat(results.Comparisons), (json, row) =>
        {
            json.WriteString("benchmark", row.Benchmark);
            json.WriteNumber("batch_size", row.BatchSize);
            json.WriteString("draft", row.Draft);
            json.WriteString("speculation", row.Speculation?.ToString());
            json.WriteNumber("output_throughput", row.OutputThroughput);
            json.WriteNumberOrNull("accept_length", row.AcceptLength);
            json.WriteNumberOrNull("speedup", row.Speculation is null ? null : results.SpeedupOf(row));
        });
    }

    private static void WriteFacts(Utf8JsonWriter json, string name, IReadOnlyList<FactRow> facts)
    {
        json.WriteStartObject(name);
        foreach (var fact in facts)
        {
            WriteFact(json, fact);
        }

        json.WriteEndObject();
    }

    private static void WriteFact(Utf8JsonWriter json, FactRow fact)
    {
        if (fact is not { Value: { } value, Certainty: { } certainty })
        {
            json.WriteNull(fact.Name);
            return;
        }

        json.WriteStartObject(fact.Name);
        switch (value)
        {
            case bool truth: json.WriteBoolean("value", truth); break;
            case int number: json.WriteNumber("value", number); break;
            case long number: json.WriteNumber("value", number); break;
            default: json.WriteString("value", value.ToString()); break;
        }

        json.WriteString("certainty", Say(certainty));
        json.WriteString("source", fact.Source);
        json.WriteEndObject();
    }

    private static string Say(Certainty certainty) => certainty.ToString().ToLowerInvariant();
}
