namespace SpeculativeDecoding.Benchmarks;

/// <summary>Whether images can be shown to what is benchmarked, asked before anything starts.</summary>
internal static class ImageCheck
{
    private const string Enable = "--enable-multimodal";

    // SGLang starts these as readers of text alone, says so in its log, and leaves images unread.
    private static readonly string[] BlindByDefault = ["Llama4ForConditionalGeneration", "Gemma3ForConditionalGeneration", "Step3VLForConditionalGeneration"];

    public static bool Shows(BenchmarkPrompt prompt) => prompt.Images is { Count: > 0 };

    /// <exception cref="BenchmarkException">A workload shows images, and the engine or the target takes none.</exception>
    public static async Task CheckAsync(BenchmarkOptions options, RunPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Workloads.FirstOrDefault(workload => workload.Prompts.Any(Shows)) is not { } workload)
        {
            return;
        }

        if (IsEmbedded(options))
        {
            throw new BenchmarkException($"The workload {workload.Name} shows images, and the embedded engine reads text alone.", "Leave the workload out, or run it on SGLang with a target that sees.");
        }

        if (options.Attach is null && options.Pair?.Target is { Architecture.Value: var architecture } target && BlindByDefault.Contains(architecture) && !options.Launch.ExtraArguments.Contains(Enable))
        {
            throw new BenchmarkException($"The workload {workload.Name} shows images, and SGLang starts {target.Repository} so that it reads text alone.", $"Pass {Enable} to the server, after -- on the command line.");
        }

        // Without a pair the server tells its target, and the same is asked when it does.
        if (options.Pair is { } pair)
        {
            await PromptFormat.LoadAsync(pair, plan, options.Launch, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsEmbedded(BenchmarkOptions options) => options.Pair is { } pair
        && (pair.Target.IsBundled || (options.Attach is null && (options.Launch.Engine ?? pair.DefaultEngine) == LaunchEngine.Embedded));
}
