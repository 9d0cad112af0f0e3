using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>A plan as JSON.</summary>
internal static class JsonRendering
{
    // Apostrophes and non-ASCII letters stay readable: the text goes to a terminal or a file, never into a page.
    private static readonly PlanJsonContext Context = new(new JsonSerializerOptions(PlanJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Of(LaunchPlan plan) => JsonSerializer.Serialize(
        new PlanJson(
            plan.Program,
            [.. plan.Arguments.Select(argument => new ArgumentJson(argument.Value, argument.Reason, SourceName.Of(argument.Source)))],
            plan.Environment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal))
        {
            Gpus = plan.GpuChoice is { } choice ? new(choice.Reason, [.. choice.Gpus.Select(gpu => new GpuJson(gpu.Index, gpu.Uuid, gpu.Name, gpu.MemoryBytes, gpu.FreeMemoryBytes))]) : null,
        },
        Context.PlanJson);
}
