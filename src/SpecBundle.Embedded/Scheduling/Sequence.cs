using System.Threading.Channels;

namespace SpeculativeDecoding.Embedded;

/// <summary>A request that waits or runs: its tokens, where their keys are, and what is drafted for it.</summary>
internal sealed class Sequence
{
    private readonly Channel<EngineStep> _steps = Channel.CreateUnbounded<EngineStep>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly List<int> _taken = [];
    private readonly List<int> _histogram = [];
    private readonly float[] _draftHidden;
    private readonly int _proposedPerStep;
    private int _verifySteps;
    private int _acceptedDrafts;

    public Sequence(EngineRequest request, StopConditions stop, ulong seed, int maximumLength, EngineOptions options, int hiddenSize)
    {
        (Request, Stop, Seed, MaximumLength) = (request, stop, seed, maximumLength);
        Tokens = [.. request.InputIds];
        PromptLength = Tokens.Count;
        History = new TokenHistory(request.InputIds, stop.Tokens);
        State = Grammar?.Start;
        Tree = new DraftTree(options.NumSteps, options.TopK, options.NumDraftTokens);
        Candidates = new DraftCandidates(Math.Max(options.TopK, 1));
        _draftHidden = new float[hiddenSize];
        _proposedPerStep = Math.Max(options.NumDraftTokens - 1, 0);
    }

    public EngineRequest Request { get; }

    public StopConditions Stop { get; }

    /// <summary>What the answer must be; null where it may be anything.</summary>
    public TokenGrammar? Grammar => Request.Sampling.Grammar;

    /// <summary>Where the answer stands in its grammar.</summary>
    public GrammarState? State { get; private set; }

    public ulong Seed { get; }

    /// <summary>Tokens that the request may come to, prompt included.</summary>
    public int MaximumLength { get; }

    public int PromptLength { get; }

    /// <summary>Prompt and answer. The last one is not yet computed while the request runs.</summary>
    public List<int> Tokens { get; }

    /// <summary>The cache slots of the computed tokens.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>The rows of the last target pass that settled the last of the slots, in position order.</summary>
    public List<int> Settled { get; } = [];

    /// <summary>Slots that the drafts of this step use, the draft's and the target's.</summary>
    public List<int> DraftSlots { get; } = [];

    /// <summary>Tokens whose draft keys are computed too.</summary>
    public int DraftLength { get; set; }

    public int CachedTokens { get; set; }

    public PrefixCache.Node? HeldPrefix { get; set; }

    public TokenHistory History { get; }

    public DraftTree Tree { get; }

    /// <summary>What the draft would continue the last token with.</summary>
    public DraftCandidates Candidates { get; }

    /// <summary>The draft's hidden state at the last computed token.</summary>
    public Span<float> DraftHidden => _draftHidden;

    public EngineFinish? Finish { get; private set; }

    public ChannelReader<EngineStep> Steps => _steps.Reader;

    public int CompletionTokens => Tokens.Count - PromptLength;

    /// <summary>The tokens that may follow a node of the tree, 0 being the answer as it is; null where all may.</summary>
    public TokenMask? MaskAt(int node) => Grammar?.Mask(node == 0 ? State! : Tree.State(node)!);

    /// <summary>Takes a chosen token of an answer that has not ended.</summary>
    public void Append(int token)
    {
        Tokens.Add(token);
        History.Write(token);
        _taken.Add(token);
        State = Grammar?.Advance(State!, token);
        Finish = Stop.Check(Tokens, PromptLength);
    }

    public void CountVerifyStep(int accepted)
    {
        _verifySteps++;
        _acceptedDrafts += accepted;
        while (_histogram.Count <= accepted)
        {
            _histogram.Add(0);
        }

        _histogram[accepted]++;
    }

    /// <summary>Sends the tokens taken since the last time.</summary>
    /// <returns>How many.</returns>
    public int Emit()
    {
        var speculation = _verifySteps == 0
            ? null
            : new EngineSpeculation(_verifySteps, _acceptedDrafts, _verifySteps * _proposedPerStep, [.. _histogram]);
        var taken = _taken.ToArray();
        _taken.Clear();
        _steps.Writer.TryWrite(new EngineStep(taken, Finish, PromptLength, CachedTokens, CompletionTokens, speculation));
        if (Finish is not null)
        {
            _steps.Writer.TryComplete();
        }

        return taken.Length;
    }

    /// <summary>Ends an answer that has no way on; it is sent with the step.</summary>
    public void Refuse(string message)
    {
        Finish = new EngineFinish(EngineFinishKind.Abort, Message: message) { IsRefusal = true };
        Settled.Clear();
    }

    public void Abort(string message) => EndEarly(new EngineFinish(EngineFinishKind.Abort, Message: message));

    /// <summary>Ends a request that broke, and leaves nothing of the step for the draft to compute.</summary>
    public void Fail(Exception fault)
    {
        // A finish that was chosen and not yet sent would hide what happened.
        Finish = null;
        Settled.Clear();
        EndEarly(new EngineFinish(EngineFinishKind.Abort, Message: $"The engine failed on this request: {fault.Message}") { Fault = fault });
    }

    private void EndEarly(EngineFinish finish)
    {
        if (Finish is null)
        {
            Finish = finish;
            Emit();
        }
    }
}
