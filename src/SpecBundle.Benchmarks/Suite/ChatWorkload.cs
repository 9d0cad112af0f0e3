using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A workload of the suite that makes one prompt of each row of one split.</summary>
internal abstract class ChatWorkload : Workload
{
    /// <summary>Where the rows come from.</summary>
    public abstract override DatasetSource Source { get; }

    public override async Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count, IReadOnlyList<string>? subsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckSubsets(subsets);
        var prompts = new List<BenchmarkPrompt>();
        if (count <= 0)
        {
            return prompts;
        }

        await foreach (var row in rows.ReadAsync(Source, cancellationToken).ConfigureAwait(false))
        {
            prompts.Add(Prompt(row, $"{Name}/{prompts.Count}"));
            if (prompts.Count == count)
            {
                break;
            }
        }

        return prompts;
    }

    /// <summary>The prompt of one row.</summary>
    protected abstract BenchmarkPrompt Prompt(JsonElement row, string id);
}
