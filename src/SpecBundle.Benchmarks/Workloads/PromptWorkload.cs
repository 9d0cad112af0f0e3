namespace SpeculativeDecoding.Benchmarks;

/// <summary>A workload of your own prompts.</summary>
public sealed class PromptWorkload : Workload
{
    private readonly IReadOnlyList<BenchmarkPrompt> _prompts;

    /// <summary>From prompts made in code.</summary>
    /// <param name="name">The name for results; no colon.</param>
    /// <param name="prompts">The prompts; their ids differ.</param>
    /// <exception cref="ArgumentException">The name has a colon or is empty, there is no prompt, or two have the same id.</exception>
    public PromptWorkload(string name, IEnumerable<BenchmarkPrompt> prompts)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(prompts);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The name '{name}' has a colon, which separates name, count and subset.", nameof(name));
        }

        (Name, _prompts) = (name, [.. prompts]);
        if (_prompts.Count == 0)
        {
            throw new ArgumentException($"The workload {name} has no prompt.", nameof(prompts));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (_prompts.FirstOrDefault(prompt => !ids.Add(prompt.Id)) is { } twice)
        {
            throw new ArgumentException($"Two prompts have the id '{twice.Id}'; results are paired by id.", nameof(prompts));
        }

        Subsets = [.. _prompts.Select(prompt => prompt.Category).OfType<string>().Distinct()];
    }

    /// <summary>From texts, each a user's message; ids are <c>name/0</c>, <c>name/1</c> and so on.</summary>
    /// <exception cref="ArgumentException">See the other constructor.</exception>
    public PromptWorkload(string name, IEnumerable<string> prompts)
        : this(name, prompts.Select((text, index) => new BenchmarkPrompt { Id = $"{name}/{index}", Turns = [text] })) { }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The categories of the prompts.</summary>
    public override IReadOnlyList<string> Subsets { get; }

    /// <summary>
    /// How an output is scored; null (default) compares it with the prompt's reference: right when the whole output, or
    /// the answer read from it as MATH-500 reads one (box, "answer: 3", last number), equals it. No reference, no score.
    /// </summary>
    public Func<string, BenchmarkPrompt, AnswerScore>? Scorer { get; init; }

    /// <summary>The prompts; <paramref name="rows"/> is not asked. Subsets are categories.</summary>
    public override Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count = null, IReadOnlyList<string>? subsets = null, CancellationToken cancellationToken = default)
    {
        CheckSubsets(subsets);
        var chosen = _prompts.Where(prompt => subsets is null || (prompt.Category is { } category && subsets.Contains(category)));
        return Task.FromResult<IReadOnlyList<BenchmarkPrompt>>([.. chosen.Take(count ?? int.MaxValue)]);
    }

    /// <inheritdoc/>
    public override ValueTask<AnswerScore> ScoreAsync(
        string output, BenchmarkPrompt prompt, IProgramRunner? programs = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(prompt);
        if (Scorer is { } scorer)
        {
            return new(scorer(output, prompt));
        }

        if (prompt.Reference is not { } reference)
        {
            return new(AnswerScore.Of(null, null));
        }

        if (MathAnswer.Same(output, reference))
        {
            return new(AnswerScore.Of(output.Trim(), true));
        }

        var answer = MathAnswer.WholeBox(output) ?? MathAnswer.Extract(output);
        return new(AnswerScore.Of(answer, answer is not null && MathAnswer.Same(answer, reference)));
    }
}
