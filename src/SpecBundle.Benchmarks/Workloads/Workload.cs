namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// A set of prompts, how they are sent and how their answers are scored. Everything is asked at temperature 0.
/// </summary>
public abstract class Workload
{
    /// <summary>The name that options, records and results use, such as <c>gsm8k</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The most new tokens of each answer.</summary>
    /// <value>The default value is 2,048.</value>
    public virtual int MaxNewTokens { get; init; } = 2048;

    /// <summary>Strings that end an answer when the model writes them.</summary>
    /// <value>The default value is empty.</value>
    public virtual IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Where the rows come from; null for a workload that brings its own prompts.</summary>
    public virtual DatasetSource? Source => null;

    /// <summary>The names a selection may give as subsets; empty when the workload has none.</summary>
    public virtual IReadOnlyList<string> Subsets => [];

    /// <summary>Whether scoring runs programs, or takes long: it then waits until no request of the workload is in flight. Default: false.</summary>
    public virtual bool ScoresAfterLoad => false;

    /// <summary>Builds the prompts, in the order of the source.</summary>
    /// <param name="rows">Where rows are read from.</param>
    /// <param name="count">How many prompts at most; null for all.</param>
    /// <param name="subsets">Names of <see cref="Subsets"/>; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">The data can not be obtained, or a row lacks a field.</exception>
    /// <exception cref="ArgumentException">A subset is not one of <see cref="Subsets"/>.</exception>
    public abstract Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count = null, IReadOnlyList<string>? subsets = null, CancellationToken cancellationToken = default);

    /// <summary>The answer inside an output; null when there is none. Default: the output itself.</summary>
    public virtual string? Extract(string output, BenchmarkPrompt prompt) => output;

    /// <summary>Scores an output (of the first turn, where a prompt has several).</summary>
    /// <param name="output">All the model wrote.</param>
    /// <param name="prompt">What it answers.</param>
    /// <param name="programs">
    /// Runs the model's programs; null when that is not allowed, and answers that need it stay unscored.
    /// </param>
    /// <param name="cancellationToken">Stops a program that is running.</param>
    public virtual ValueTask<AnswerScore> ScoreAsync(
        string output, BenchmarkPrompt prompt, IProgramRunner? programs = null, CancellationToken cancellationToken = default) =>
        new(ScoreAnswer(Extract(output, prompt), prompt));

    /// <summary>Compares an extracted answer with the prompt's reference. Default: not scored.</summary>
    protected virtual AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => AnswerScore.Of(answer, null);

    /// <summary>Refuses subsets that the workload does not have.</summary>
    /// <exception cref="ArgumentException">One is unknown; the message names those there are.</exception>
    protected void CheckSubsets(IReadOnlyList<string>? subsets)
    {
        foreach (var subset in subsets ?? [])
        {
            if (!Subsets.Contains(subset))
            {
                throw new ArgumentException(Subsets.Count == 0
                    ? $"The workload {Name} has no subsets, so '{subset}' selects nothing."
                    : $"The workload {Name} has no subset '{subset}'. It has: {string.Join(", ", Subsets)}.");
            }
        }
    }
}
