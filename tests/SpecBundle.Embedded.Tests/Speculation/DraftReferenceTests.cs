using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>A wrong draft costs speed alone, so that no answer shows it: what is drafted is held against the draft's own logits.</summary>
public sealed class DraftReferenceTests
{
    private const int Steps = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Every_draft_of_a_chain_is_what_the_draft_gives_for_all_the_tokens_before_it()
    {
        var recorder = new Recorder();
        await using var engine = EngineLoader.Load(TinyPair.Options(Steps, 1, Steps + 1), null, recorder.Around);
        IReadOnlyList<int> prompt = [.. engine.Tokenizer.Encode(TinyPair.Prompts(1)[0])];
        var first = await Answers.CollectAsync(engine, Request("first", prompt), Cancellation);

        // The second one begins with what the first one left in the cache, its last verify step included.
        IReadOnlyList<int> longer = [.. prompt, .. first.Tokens, 5];
        var second = await Answers.CollectAsync(engine, Request("second", longer), Cancellation);

        Assert.InRange(second.Last.CachedTokens, prompt.Count, longer.Count - 1);
        Assert.InRange(recorder.Drafts.Count, 10, 60);
        using var pair = new BarePair(TinyPair.Target, TinyPair.Draft);
        foreach (var (tokens, drafted) in recorder.Drafts)
        {
            int[] ids = [.. tokens.Take(tokens.Length - 1)];
            pair.Target(ids, 1);
            Assert.Equal(pair.Draft(ids, tokens[^1], Steps).Tokens, drafted);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Candidates_are_the_most_probable_tokens_with_their_log_probabilities()
    {
        using var pair = new BarePair(TinyPair.Target, TinyPair.Draft);
        var ids = await PromptAsync();
        foreach (var topK in (int[])[2, 3, 8, 20])
        {
            pair.Target(ids, 1);
            var logits = pair.Draft(ids, 5, 1).Logits[0];
            var candidates = pair.Candidates(topK);

            var best = logits.Select((logit, token) => (logit, token)).OrderByDescending(entry => entry.logit).ThenBy(entry => entry.token).Take(topK).ToList();
            var total = Math.Log(logits.Sum(logit => Math.Exp(logit - (double)best[0].logit))) + best[0].logit;
            Assert.Equal(topK, candidates.Count);
            Assert.Equal(best.Select(entry => pair.TargetToken(entry.token)), candidates.Tokens);
            Assert.All(best.Zip(candidates.LogProbabilities), entry => Assert.Equal(entry.First.logit - total, entry.Second, 1e-3));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(3, 0, 1, 2)]
    [InlineData(3, 5, 0, 1)]
    [InlineData(2, 5, 0)]
    [InlineData(1, 5)]
    public async Task Of_equally_probable_tokens_the_first_are_candidates(int topK, params int[] best)
    {
        using var pair = new BarePair(TinyPair.Target, TinyPair.Draft);
        pair.Target(await PromptAsync(), 1);
        var logits = pair.Draft(await PromptAsync(), 5, 1).Logits[0];
        Array.Clear(logits);
        logits[best[0]] = best[0];

        pair.Propose(logits);

        Assert.Equal(best.Select(pair.TargetToken), pair.Candidates(topK).Tokens);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1, 3, 3)]
    [InlineData(3, 2, 5)]
    [InlineData(3, 3, 8)]
    [InlineData(4, 3, 60)]
    public async Task A_tree_keeps_the_paths_that_are_most_probable_as_a_whole(int steps, int topK, int draftTokens)
    {
        using var pair = new BarePair(TinyPair.Target, TinyPair.Draft);
        var ids = await PromptAsync();
        pair.Target(ids, 1);
        pair.Draft(ids, 5, 1);
        var candidates = pair.Candidates(topK);
        var tree = new DraftTree(steps, topK, draftTokens);
        tree.Plant(5);
        tree.AddChildren(0, candidates);
        tree.MoveFrontier();
        List<(string Path, double Score)> all = [.. Children("5", 0, candidates)];
        var frontier = all.OrderByDescending(node => node.Score).Take(topK).ToList();
        for (var step = 1; step < steps; step++)
        {
            Assert.Equal(frontier.Select(node => node.Path), tree.Frontier.ToArray().Select(node => PathOf(tree, node)));
            foreach (var node in tree.Frontier.ToArray())
            {
                Assert.Equal(step, tree.Depth(node));
                tree.AddChildren(node, candidates);
            }

            tree.MoveFrontier();
            var grown = frontier.SelectMany(node => Children(node.Path, node.Score, candidates)).ToList();
            all.AddRange(grown);
            frontier = [.. grown.OrderByDescending(node => node.Score).Take(topK)];
        }

        tree.Prune();

        var kept = all.OrderByDescending(node => node.Score).Take(draftTokens - 1).Select(node => node.Path).Append("5").Order(StringComparer.Ordinal);
        Assert.Equal(kept, tree.Verified.ToArray().Select(node => PathOf(tree, node)).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(3, 1, 4, 11)]
    [InlineData(3, 4, 8, 11)]
    [InlineData(6, 1, 7, 12)]
    [InlineData(6, 4, 24, 13)]
    [InlineData(6, 4, 24, 14)]
    public async Task Drafts_behind_the_end_of_a_sampled_answer_are_counted_as_if_it_went_on(int steps, int topK, int draftTokens, int seed)
    {
        await using var engine = EngineLoader.Load(TinyPair.Options(steps, topK, draftTokens));
        var ids = await PromptAsync();
        var sampling = new EngineSampling { Temperature = 0.6, Seed = (ulong)seed, IgnoreEos = true };
        var whole = await Answers.CollectAsync(engine, new EngineRequest("whole", ids, sampling with { MaxNewTokens = 40 }), Cancellation);
        Assert.InRange(whole.Last.Speculation!.AcceptedDrafts, 10, 40);

        for (var length = 2; length <= 36; length++)
        {
            var cut = await Answers.CollectAsync(engine, new EngineRequest($"cut-{length}", ids, sampling with { MaxNewTokens = length }), Cancellation);
            Assert.Equal(whole.Tokens.Take(length), cut.Tokens);
            Assert.Equal(whole.Steps[cut.Steps.Count - 1].Speculation!.Histogram, cut.Last.Speculation!.Histogram);
        }
    }

    private static IEnumerable<(string Path, double Score)> Children(string path, double score, DraftCandidates candidates) =>
        Enumerable.Range(0, candidates.Count).Select(index => ($"{path} {candidates.Tokens[index]}", (double)((float)score + candidates.LogProbabilities[index])));

    private static string PathOf(DraftTree tree, int node) => node == 0 ? $"{tree.Token(0)}" : $"{PathOf(tree, tree.Parent(node))} {tree.Token(node)}";

    private static async Task<int[]> PromptAsync()
    {
        await using var engine = EngineLoader.Load(TinyPair.Options(0, 0, 0));
        return [.. engine.Tokenizer.Encode(TinyPair.Prompts(1)[0])];
    }

    private static EngineRequest Request(string id, IReadOnlyList<int> ids) => new(id, ids, new EngineSampling { Temperature = 0, MaxNewTokens = 40, IgnoreEos = true });

    /// <summary>Notes what is drafted, and for which tokens, when the first of it is looked at.</summary>
    private sealed class Recorder
    {
        public List<(int[] Tokens, int[] Drafted)> Drafts { get; } = [];

        public ITokenRule Around(int vocabulary) => new Rule(this, new TargetRule(vocabulary));

        private sealed class Rule(Recorder recorder, ITokenRule rule) : ITokenRule
        {
            public int Choose(ReadOnlySpan<float> logits, Sequence sequence, int node, int ahead)
            {
                if (node == 0 && sequence.CompletionTokens > 0 && ahead == 0)
                {
                    recorder.Drafts.Add(([.. sequence.Tokens], [.. sequence.Tree.Verified[1..].ToArray().Select(sequence.Tree.Token)]));
                }

                return rule.Choose(logits, sequence, node, ahead);
            }
        }
    }
}
