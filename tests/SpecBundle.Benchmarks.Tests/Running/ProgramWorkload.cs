using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A workload whose answers take something slow to be scored.</summary>
internal sealed class ProgramWorkload(IReadOnlyList<string> questions, Func<CancellationToken, Task> work) : Workload
{
    public override string Name => "programs";

    public override int MaxNewTokens => 16;

    public override bool ScoresAfterLoad => true;

    public override Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(IRowSource rows, int? count = null, IReadOnlyList<string>? subsets = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<BenchmarkPrompt>>([.. questions.Select((question, index) => new BenchmarkPrompt { Id = $"programs/{index}", Turns = [question] })]);

    public override async ValueTask<AnswerScore> ScoreAsync(string output, BenchmarkPrompt prompt, IProgramRunner? programs = null, CancellationToken cancellationToken = default)
    {
        await work(cancellationToken);
        return AnswerScore.Of(output, true);
    }
}
