namespace SpeculativeDecoding.Embedded;

/// <summary>
/// A <c>LlamaForCausalLMEagle3</c> checkpoint: one layer that reads the embedding of the next token beside a hidden
/// state, the target's for tokens that are settled and its own for tokens that it drafts.
/// </summary>
internal sealed class Eagle3Draft : IDisposable
{
    private const string Layer = "midlayer.";
    private readonly LlamaTarget _target;
    private readonly Workers _workers;
    private readonly Matrix _project;
    private readonly float[] _inputNorm;
    private readonly float[] _hiddenNorm;
    private readonly float[] _norm;
    private readonly DecoderLayer _layer;
    private readonly Matrix _head;
    private readonly int[] _targetTokens;
    private readonly RopeTable _rope;
    private readonly Scratch _scratch;

    public Eagle3Draft(string folder, ModelConfiguration configuration, LlamaTarget target, int auxiliaryLayers, int rows, int slots, int positions, Workers workers)
    {
        (Configuration, _target, _workers) = (configuration, target, workers);
        var tensors = new TensorSource(folder);
        WeightBytes = tensors.Bytes;
        var (hidden, vocabulary) = (configuration.HiddenSize, configuration.DraftVocabularySize ?? configuration.VocabularySize);
        if (hidden != target.Configuration.HiddenSize || configuration.VocabularySize != target.Configuration.VocabularySize)
        {
            throw new CheckpointException(folder, $"the draft was made for a target with hidden size {hidden} and {configuration.VocabularySize} tokens; this target has {target.Configuration.HiddenSize} and {target.Configuration.VocabularySize}.");
        }

        _project = new Matrix(hidden, auxiliaryLayers * hidden, tensors.Floats("fc.weight", hidden, auxiliaryLayers * hidden));
        _inputNorm = tensors.Floats(Layer + "input_layernorm.weight", hidden);
        _hiddenNorm = tensors.Floats(Layer + "hidden_norm.weight", hidden);
        _norm = tensors.Floats("norm.weight", hidden);
        _layer = new DecoderLayer(tensors, Layer, configuration, 2 * hidden, slots);
        _head = new Matrix(vocabulary, hidden, tensors.Floats("lm_head.weight", vocabulary, hidden));
        _targetTokens = ReadTargetTokens(folder, tensors, vocabulary, configuration.VocabularySize);
        _rope = new RopeTable(configuration.Rope, configuration.HeadSize, positions);
        _scratch = new Scratch(rows, configuration, 2 * hidden);
        Auxiliary = new FloatBuffer(rows * auxiliaryLayers * hidden);
        Hidden = new FloatBuffer(rows * hidden);
        Logits = new FloatBuffer(rows * vocabulary);
    }

    public ModelConfiguration Configuration { get; }

    public long WeightBytes { get; }

    public int VocabularySize => _targetTokens.Length;

    /// <summary>The target's hidden states, filled by the caller before <see cref="ProjectAuxiliary"/>.</summary>
    public FloatBuffer Auxiliary { get; }

    /// <summary>[rows, hidden size]: what goes in beside the embeddings, and after a pass what came out.</summary>
    public FloatBuffer Hidden { get; }

    /// <summary>[selected rows, draft vocabulary], of the last pass.</summary>
    public FloatBuffer Logits { get; }

    public int TargetToken(int draftToken) => _targetTokens[draftToken];

    public Span<float> AuxiliaryRow(int row) => Auxiliary.Span.Slice(row * _project.Inputs, _project.Inputs);

    public Span<float> HiddenRow(int row) => Hidden.Span.Slice(row * Configuration.HiddenSize, Configuration.HiddenSize);

    public ReadOnlySpan<float> LogitsRow(int selected) => Logits.Span.Slice(selected * VocabularySize, VocabularySize);

    /// <summary>Turns the target's hidden states into the draft's width.</summary>
    public void ProjectAuxiliary(int rows) => Linear.Apply(_workers, Auxiliary, rows, _project, Hidden);

    /// <summary>One pass: the rows' tokens are those that follow their positions, <see cref="Hidden"/> the states at them.</summary>
    public void Forward(RowBatch batch, ReadOnlySpan<int> selected)
    {
        var size = Configuration.HiddenSize;
        for (var row = 0; row < batch.Count; row++)
        {
            var inputs = _scratch.Normed.Span.Slice(row * 2 * size, 2 * size);
            Elementwise.RmsNorm(_target.Embedding(batch.Tokens[row]), _inputNorm, Configuration.NormEpsilon, inputs[..size]);
            Elementwise.RmsNorm(HiddenRow(row), _hiddenNorm, Configuration.NormEpsilon, inputs[size..]);
        }

        _layer.Forward(_workers, batch, _rope, _scratch, Hidden);
        for (var i = 0; i < selected.Length; i++)
        {
            Elementwise.RmsNorm(HiddenRow(selected[i]), _norm, Configuration.NormEpsilon, _scratch.Normed.Span.Slice(i * size, size));
        }

        Linear.Apply(_workers, _scratch.Normed, selected.Length, _head, Logits);
    }

    public void Dispose()
    {
        IDisposable[] parts = [_project, _layer, _head, _scratch, Auxiliary, Hidden, Logits];
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }

    private static int[] ReadTargetTokens(string folder, TensorSource tensors, int draftVocabulary, int vocabulary)
    {
        if (!tensors.Has("d2t"))
        {
            return draftVocabulary == vocabulary
                ? [.. Enumerable.Range(0, vocabulary)]
                : throw new CheckpointException(folder, "the draft's vocabulary is smaller than the target's, and there is no tensor d2t that maps it.");
        }

        // Stored as offsets: target token = draft token + d2t[draft token].
        var tokens = tensors.Integers("d2t", draftVocabulary).Select((offset, index) => index + offset).ToList();
        return tokens.TrueForAll(token => token >= 0 && token < vocabulary)
            ? [.. tokens.Select(token => (int)token)]
            : throw new CheckpointException(folder, "the tensor d2t names tokens outside of the target's vocabulary.");
    }
}
