namespace SpeculativeDecoding.Embedded;

/// <summary>A <c>LlamaForCausalLM</c> checkpoint.</summary>
internal sealed unsafe class LlamaTarget : IDisposable
{
    private readonly EmbeddingTable _embedding;
    private readonly PackedMatrix _head;
    private readonly NormWeights _norm;
    private readonly NormWeights[] _inputNorms;
    private readonly DecoderLayer[] _layers;
    private readonly int[] _auxiliaryLayers;
    private readonly Scratch _scratch;
    private readonly FloatBuffer _hidden;
    private readonly FloatBuffer _auxiliary;
    private readonly FloatBuffer _logits;

    public LlamaTarget(string folder, ModelConfiguration configuration, IReadOnlyList<int> auxiliaryLayers, int rows, int slots, int positions, Workers workers)
    {
        Configuration = configuration;
        var tensors = new TensorSource(folder);
        WeightBytes = tensors.Bytes;
        var (hidden, vocabulary) = (configuration.HiddenSize, configuration.VocabularySize);
        var embedding = tensors.Floats("model.embed_tokens.weight", vocabulary, hidden);
        _embedding = new EmbeddingTable(embedding, hidden);
        _head = new PackedMatrix(vocabulary, hidden, configuration.TiedEmbeddings ? embedding : tensors.Floats("lm_head.weight", vocabulary, hidden));
        _norm = new NormWeights(tensors.Floats("model.norm.weight", hidden), configuration.NormEpsilon);
        _layers = new DecoderLayer[configuration.Layers];
        _inputNorms = new NormWeights[configuration.Layers];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            _inputNorms[layer] = new NormWeights(tensors.Floats(prefix + "input_layernorm.weight", hidden), configuration.NormEpsilon);
            _layers[layer] = new DecoderLayer(tensors, prefix, configuration, hidden, slots);
        }

        _auxiliaryLayers = [.. auxiliaryLayers];
        _scratch = new Scratch(rows, configuration, hidden, positions, workers);
        _hidden = new FloatBuffer((long)rows * hidden);
        _auxiliary = new FloatBuffer((long)rows * _auxiliaryLayers.Length * hidden);
        _logits = new FloatBuffer((long)rows * vocabulary);
    }

    public ModelConfiguration Configuration { get; }

    public long WeightBytes { get; }

    /// <summary>Floats that a draft reads of a position.</summary>
    public int AuxiliaryWidth => _auxiliaryLayers.Length * Configuration.HiddenSize;

    public float* Embedding(int token) => _embedding.Row(token);

    /// <summary>The hidden states that entered the layers a draft reads, beside one another, of a row of the last pass.</summary>
    public float* AuxiliaryRow(int row) => _auxiliary.Pointer + ((long)row * AuxiliaryWidth);

    /// <summary>The logits of the last pass, by the order of the rows selected.</summary>
    public float* LogitsRow(int selected) => _logits.Pointer + ((long)selected * Configuration.VocabularySize);

    /// <summary>Computes the rows; logits only for the selected ones, in their order.</summary>
    public void Forward(RowBatch batch, ReadOnlySpan<int> selected)
    {
        var size = Configuration.HiddenSize;
        for (var row = 0; row < batch.Count; row++)
        {
            _embedding.CopyTo(batch.Tokens[row], _hidden.Pointer + ((long)row * size));
        }

        for (var layer = 0; layer < _layers.Length; layer++)
        {
            Capture(layer, batch.Count);
            _inputNorms[layer].ApplyRows(_hidden, _scratch.Normed, batch.Count);
            _layers[layer].Forward(batch, _scratch, _hidden);
        }

        for (var i = 0; i < selected.Length; i++)
        {
            _norm.Apply(_hidden.Pointer + ((long)selected[i] * size), _scratch.Normed.Pointer + ((long)i * size));
        }

        _scratch.Product.Apply(_scratch.Normed, selected.Length, _head, _logits);
    }

    public void Dispose()
    {
        foreach (var part in _layers.Concat<IDisposable>(_inputNorms).Concat([_embedding, _head, _norm, _scratch, _hidden, _auxiliary, _logits]))
        {
            part.Dispose();
        }
    }

    private void Capture(int layer, int rows)
    {
        var size = Configuration.HiddenSize;
        for (var i = 0; i < _auxiliaryLayers.Length; i++)
        {
            if (_auxiliaryLayers[i] == layer)
            {
                for (var row = 0; row < rows; row++)
                {
                    _hidden.Slice((long)row * size, size).CopyTo(new Span<float>(AuxiliaryRow(row) + (i * size), size));
                }
            }
        }
    }
}
