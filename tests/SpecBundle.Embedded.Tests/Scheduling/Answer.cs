using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>An answer with its steps.</summary>
internal sealed record Answer(IReadOnlyList<int> Tokens, IReadOnlyList<EngineStep> Steps)
{
    public EngineStep Last => Steps[^1];

    /// <summary>The identities between tokens, steps and counters that a real SGLang keeps.</summary>
    public void HoldsTogether(int draftTokens)
    {
        Assert.NotNull(Last.Finish);
        Assert.All(Steps.SkipLast(1), step => Assert.Null(step.Finish));
        Assert.Equal(Tokens.Count, Last.CompletionTokens);
        Assert.Single(Steps[0].NewTokenIds);
        if (Last.Speculation is not { } speculation)
        {
            Assert.Single(Tokens);
            return;
        }

        Assert.Equal(Steps.Count - 1, speculation.VerifySteps);
        Assert.Equal(speculation.VerifySteps, speculation.Histogram.Sum());
        Assert.Equal(speculation.AcceptedDrafts, speculation.Histogram.Select((steps, accepted) => steps * accepted).Sum());
        Assert.Equal(speculation.ProposedDrafts, speculation.VerifySteps * (draftTokens - 1));
        Assert.NotEqual(0, speculation.Histogram[^1]);

        // Every step gives what was accepted and one token more; only the last may be cut.
        var before = 0;
        foreach (var step in Steps.Skip(1))
        {
            var accepted = step.Speculation!.AcceptedDrafts - before;
            Assert.InRange(step.NewTokenIds.Count, 1, accepted + 1);
            Assert.True(step.NewTokenIds.Count == accepted + 1 || step.Finish is not null);
            before = step.Speculation.AcceptedDrafts;
        }
    }
}
