namespace SpeculativeDecoding.Embedded;

/// <summary>
/// A <c>LlamaForCausalLMEagle3</c> checkpoint: one layer that reads the embedding of the next token beside a hidden
/// state, the target's for tokens that are settled and its own for tokens that it drafts.
/// </summary>
internal sealed unsafe class Eagle3Draft : IDisposable
{
    private const string Layer = "midlayer.";
    private readonly LlamaTarget _target;
    private readonly PackedMatrix _project;
    private readonly NormWeights _inputNorm;
    private readonly NormWeights _hiddenNorm;
    private readonly NormWeights _norm;
    private readonly DecoderLayer _layer;
    private readonly PackedMatrix _head;
    private readonly int[] _targetTokens;
    private readonly Scratch _scratch;
    private readonly FloatBuffer _auxiliary;
    private readonly FloatBuffer _hidden;
    private readonly FloatBuffer _logits;

    public Eagle3Draft(string folder, ModelConfiguration configuration, LlamaTarget target, int rows, int slots, int positions, Workers workers)
    {
        (Configuration, _target) = (configuration, target);
        var tensors = new TensorSource(folder);
        WeightBytes = tensors.Bytes;
        var (hidden, vocabulary) = (configuration.HiddenSize, configuration.DraftVocabularySize ?? configuration.VocabularySize);
        if (hidden != target.Configuration.HiddenSize || configuration.VocabularySize != target.Configuration.VocabularySize)
        {
            throw new ModelLoadException(folder, $"the draft was made for a target with hidden size {hidden} and {configuration.VocabularySize} tokens; this target has {target.Configuration.HiddenSize} and {target.Configuration.VocabularySize}.");
        }

        _project = new PackedMatrix(hidden, target.AuxiliaryWidth, tensors.Floats("fc.weight", hidden, target.AuxiliaryWidth));
        _inputNorm = new NormWeights(tensors.Floats(Layer + "input_layernorm.weight", hidden), configuration.NormEpsilon);
        _hiddenNorm = new NormWeights(tensors.Floats(Layer + "hidden_norm.weight", hidden), configuration.NormEpsilon);
        _norm = new NormWeights(tensors.Floats("norm.weight", hidden), configuration.NormEpsilon);
        _layer = new DecoderLayer(tensors, Layer, configuration, 2 * hidden, slots);
        _head = new PackedMatrix(vocabulary, hidden, tensors.Floats("lm_head.weight", vocabulary, hidden));
        _targetTokens = ReadTargetTokens(folder, tensors, vocabulary, configuration.VocabularySize);
        _scratch = new Scratch(rows, configuration, 2 * hidden, positions, workers);
        _auxiliary = new FloatBuffer((long)rows * target.AuxiliaryWidth);
        _hidden = new FloatBuffer((long)rows * hidden);
        _logits = new FloatBuffer((long)rows * vocabulary);
    }

    public ModelConfiguration Configuration { get; }

    public long WeightBytes { get; }

    /// <summary>Tokens that it can propose.</summary>
    public int VocabularySize => _targetTokens.Length;

    public int TargetToken(int draftToken) => _targetTokens[draftToken];

    /// <summary>The target's hidden states of a row, to be filled before <see cref="ProjectAuxiliary"/>.</summary>
    public Span<float> AuxiliaryRow(int row) => _auxiliary.Slice((long)row * _project.Inputs, _project.Inputs);

    /// <summary>The hidden state of a row: what goes in beside the embedding, and after a pass what came out.</summary>
    public Span<float> HiddenRow(int row) => _hidden.Slice((long)row * Configuration.HiddenSize, Configuration.HiddenSize);

    /// <summary>The logits over the draft's vocabulary, by the order of the rows selected.</summary>
    public float* LogitsRow(int selected) => _logits.Pointer + ((long)selected * VocabularySize);

    /// <summary>Turns the target's hidden states into the draft's width.</summary>
    public void ProjectAuxiliary(int rows) => _scratch.Product.Apply(_auxiliary, rows, _project, _hidden);

    /// <summary>One pass: the rows' tokens are those that follow their positions, <see cref="HiddenRow"/> the states at them.</summary>
    public void Forward(RowBatch batch, ReadOnlySpan<int> selected)
    {
        var size = Configuration.HiddenSize;
        for (var row = 0; row < batch.Count; row++)
        {
            var inputs = _scratch.Normed.Pointer + ((long)row * 2 * size);
            _inputNorm.Apply(_target.Embedding(batch.Tokens[row]), inputs);
            _hiddenNorm.Apply(_hidden.Pointer + ((long)row * size), inputs + size);
        }

        _layer.Forward(batch, _scratch, _hidden);
        for (var i = 0; i < selected.Length; i++)
        {
            _norm.Apply(_hidden.Pointer + ((long)selected[i] * size), _scratch.Normed.Pointer + ((long)i * size));
        }

        _scratch.Product.Apply(_scratch.Normed, selected.Length, _head, _logits);
    }

    public void Dispose()
    {
        IDisposable[] parts = [_project, _inputNorm, _hiddenNorm, _norm, _layer, _head, _scratch, _auxiliary, _hidden, _logits];
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
                : throw new ModelLoadException(folder, "the draft's vocabulary is smaller than the target's, and there is no tensor d2t that maps it.");
        }

        // Stored as offsets: target token = draft token + d2t[draft token].
        var tokens = tensors.Integers("d2t", draftVocabulary).Select((offset, index) => index + offset).ToList();
        return tokens.TrueForAll(token => token >= 0 && token < vocabulary)
            ? [.. tokens.Select(token => (int)token)]
            : throw new ModelLoadException(folder, "the tensor d2t names tokens outside of the target's vocabulary.");
    }
}
