using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>All that is asked, and the settings by which a later session knows that it is the same run.</summary>
internal sealed record RunPlan(IReadOnlyList<PlannedWorkload> Workloads, JsonObject Settings)
{
    /// <exception cref="BenchmarkException">It can't be run as asked.</exception>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant.</exception>
    public static async Task<RunPlan> CreateAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        options.Check();
        var workloads = new List<PlannedWorkload>();
        foreach (var selection in options.Workloads)
        {
            var rows = options.Data ?? new HubRowSource();
            var prompts = (await selection.Workload.LoadAsync(rows, selection.Count, selection.Subsets, cancellationToken).ConfigureAwait(false)).ToArray();
            if (prompts.Length == 0)
            {
                throw new BenchmarkException($"The workload {selection.Workload.Name} has no prompt.", "Check its number and subsets, and the files of its data set.");
            }

            CheckPrompts(selection.Workload.Name, prompts);
            if (options.Arrivals is { IsTrace: true })
            {
                prompts = Arrivals.InOrder(selection.Workload.Name, prompts);
            }
            else
            {
                // The same order in every configuration, and no longer that of the source.
                new Random(options.Seed).Shuffle(prompts);
            }

            workloads.Add(new PlannedWorkload(selection, prompts));
        }

        return new RunPlan(workloads, RunSettings.Of(options, workloads));
    }

    /// <summary>What would else come to light when servers have run for hours.</summary>
    private static void CheckPrompts(string workload, BenchmarkPrompt[] prompts)
    {
        if (prompts.GroupBy(prompt => prompt.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new BenchmarkException($"Two prompts of {workload} have the id '{twice.Key}'; results are paired by id.", "Give each an id of its own.");
        }

        if (prompts.FirstOrDefault(prompt => prompt.Raw is null && prompt.Turns.Count == 0) is { } silent)
        {
            throw new BenchmarkException($"The prompt {silent.Id} says nothing.", "Give it a turn (BenchmarkPrompt.Turns), or text that is sent as it stands (BenchmarkPrompt.Raw).");
        }

        if (prompts.FirstOrDefault(prompt => prompt.Images?.Any(image => image.Length == 0) == true) is { } empty)
        {
            throw new BenchmarkException($"An image of the prompt {empty.Id} is empty.", "Give the bytes of an image file, or no image.");
        }
    }
}
