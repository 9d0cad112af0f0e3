using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>A target and a draft without scheduler and cache: whole prompts in, logits out.</summary>
internal sealed unsafe class BarePair : IDisposable
{
    private const int Rows = 256;
    private readonly Workers _workers = new(2);
    private readonly RowBatch _rows = new(Rows);
    private readonly LlamaTarget _target;
    private readonly Eagle3Draft _draft;

    public BarePair(string targetFolder, string draftFolder)
    {
        var configuration = ModelConfiguration.Read(targetFolder, "LlamaForCausalLM");
        var layers = configuration.Layers;
        _target = new LlamaTarget(targetFolder, configuration, [2, layers / 2, layers - 3], Rows, Rows, Rows, _workers);
        _draft = new Eagle3Draft(draftFolder, ModelConfiguration.Read(draftFolder, "LlamaForCausalLMEagle3"), _target, Rows, Rows, Rows, _workers);
    }

    /// <summary>The target's logits at the last positions of a prompt.</summary>
    public float[][] Target(IReadOnlyList<int> ids, int last)
    {
        Fill(ids);
        _target.Forward(_rows, [.. Enumerable.Range(ids.Count - last, last)]);
        return [.. Enumerable.Range(0, last).Select(TargetLogits)];
    }

    /// <summary>The draft's logits for the tokens after <paramref name="next"/>, each step reading the best token of the one before; call <see cref="Target"/> first.</summary>
    public (float[][] Logits, int[] Tokens) Draft(IReadOnlyList<int> ids, int next, int steps)
    {
        Fill([.. ids.Skip(1), next]);
        for (var row = 0; row < ids.Count; row++)
        {
            new ReadOnlySpan<float>(_target.AuxiliaryRow(row), _target.AuxiliaryWidth).CopyTo(_draft.AuxiliaryRow(row));
        }

        _draft.ProjectAuxiliary(ids.Count);
        _draft.Forward(_rows, [ids.Count - 1]);
        var slots = Enumerable.Range(0, ids.Count).ToList();
        var state = _draft.HiddenRow(ids.Count - 1).ToArray();
        var logits = new List<float[]> { DraftLogits() };
        var tokens = new List<int> { Best(logits[^1]) };
        while (tokens.Count < steps)
        {
            var position = slots.Count;
            _rows.Clear();
            _rows.Add(tokens[^1], position, position, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(slots), []);
            slots.Add(position);
            state.CopyTo(_draft.HiddenRow(0));
            _draft.Forward(_rows, [0]);
            state = _draft.HiddenRow(0).ToArray();
            logits.Add(DraftLogits());
            tokens.Add(Best(logits[^1]));
        }

        return ([.. logits], [.. tokens]);
    }

    /// <summary>The best tokens of the last draft step's logits.</summary>
    public DraftCandidates Candidates(int topK)
    {
        var candidates = new DraftCandidates(topK);
        candidates.Read(_draft, 0);
        return candidates;
    }

    /// <summary>The target's token of a place in the draft's vocabulary.</summary>
    /// <summary>Puts other logits in the place of the draft's own.</summary>
    public void Propose(float[] logits) => logits.CopyTo(new Span<float>(_draft.LogitsRow(0), _draft.VocabularySize));

    public int TargetToken(int draftToken) => _draft.TargetToken(draftToken);

    public void Dispose()
    {
        _draft.Dispose();
        _target.Dispose();
        _rows.Dispose();
        _workers.Dispose();
    }

    private void Fill(IReadOnlyList<int> tokens)
    {
        _rows.Clear();
        var slots = Enumerable.Range(0, tokens.Count).ToArray();
        for (var position = 0; position < tokens.Count; position++)
        {
            _rows.Add(tokens[position], position, position, slots.AsSpan(0, position), []);
        }
    }

    private int Best(float[] logits) => _draft.TargetToken(Array.IndexOf(logits, logits.Max()));

    private float[] TargetLogits(int selected) => new ReadOnlySpan<float>(_target.LogitsRow(selected), _target.Configuration.VocabularySize).ToArray();

    private float[] DraftLogits() => new ReadOnlySpan<float>(_draft.LogitsRow(0), _draft.VocabularySize).ToArray();
}
