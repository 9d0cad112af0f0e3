namespace SpeculativeDecoding.Benchmarks;

/// <summary>A workload whose answers are programs: they are right when they pass their tests in a sandbox.</summary>
internal abstract class CodeWorkload : ChatWorkload
{
    public override bool ScoresAfterLoad => true;

    public override async ValueTask<AnswerScore> ScoreAsync(
        string output, BenchmarkPrompt prompt, IProgramRunner? programs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(prompt);
        var answer = Extract(output, prompt);
        if (prompt.Tests is not { } tests || (tests.Code is null && tests.Cases.Count == 0))
        {
            return AnswerScore.Of(answer, null, "the row has no tests");
        }

        if (programs is null)
        {
            return AnswerScore.Of(answer, null, "unscored: running the model's programs is not allowed");
        }

        if (answer is null)
        {
            return AnswerScore.Of(null, false, "no program in the output");
        }

        var verdict = await ProgramTester.RunAsync(Assemble(answer, prompt), tests, programs, cancellationToken).ConfigureAwait(false);
        return AnswerScore.Of(answer, verdict.Passed, verdict.Note);
    }

    /// <summary>The program that is tested, made of the answer and, where needed, the prompt.</summary>
    protected virtual string Assemble(string answer, BenchmarkPrompt prompt) => answer;
}
