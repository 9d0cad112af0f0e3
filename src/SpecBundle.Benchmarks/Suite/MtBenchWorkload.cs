using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// MT-Bench: 80 conversations of two turns in eight categories. Behaves as SpecForge's <c>mtbench.py</c>, which does
/// not score; subsets select categories, which that file takes and passes over.
/// </summary>
internal sealed class MtBenchWorkload : Workload
{
    private const string SystemMessage =
        "You are a helpful, respectful and honest assistant. Always answer as helpfully as possible, while being safe.  "
        + "Your answers should not include any harmful, unethical, racist, sexist, toxic, dangerous, or illegal content. "
        + "Please ensure that your responses are socially unbiased and positive in nature.\n\n"
        + "If a question does not make any sense, or is not factually coherent, explain why instead of answering something "
        + "not correct. If you don't know the answer to a question, please don't share false information.";

    public override string Name => "mtbench";

    public override IReadOnlyList<string> Subsets { get; } =
        ["all", "writing", "roleplay", "reasoning", "math", "coding", "extraction", "stem", "humanities"];

    public override DatasetSource Source { get; } = new()
    {
        Repository = "HuggingFaceH4/mt_bench_prompts",
        Split = "train",
        File = new("https://raw.githubusercontent.com/lm-sys/FastChat/main/fastchat/llm_judge/data/mt_bench/question.jsonl"),
        LocalNames = ["mt-bench", "mtbench", "mt_bench"],
        License = "Apache-2.0",
    };

    public override async Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count, IReadOnlyList<string>? subsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckSubsets(subsets);
        var prompts = new List<BenchmarkPrompt>();
        var index = 0;
        if (count <= 0)
        {
            return prompts;
        }

        await foreach (var row in rows.ReadAsync(Source, cancellationToken).ConfigureAwait(false))
        {
            var prompt = Prompt(row, index++);
            if (subsets is not null && !subsets.Contains("all") && !subsets.Contains(prompt.Category))
            {
                continue;
            }

            prompts.Add(prompt);
            if (prompts.Count == count)
            {
                break;
            }
        }

        return prompts;
    }

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => AnswerScore.OfFreeText(answer);

    private BenchmarkPrompt Prompt(JsonElement row, int index) => new()
    {
        Id = $"mtbench/{index}",
        // FastChat's file says "turns", its copy on the Hub "prompt".
        Turns = [.. row.RequiredTexts(Source, 2, "turns", "prompt").Take(2)],
        System = SystemMessage,
        Category = row.Text("category"),
    };
}
