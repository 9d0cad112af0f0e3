namespace SpeculativeDecoding.Embedded;

/// <summary>A <c>LlamaForCausalLM</c> checkpoint.</summary>
internal sealed class LlamaTarget : IDisposable
{
    private readonly Matrix _embedding;
    private readonly Matrix _head;
    private readonly float[] _norm;
    private readonly float[][] _inputNorms;
    private readonly DecoderLayer[] _layers;
    private readonly int[] _auxiliaryLayers;
    private readonly RopeTable _rope;
    private readonly Workers _workers;
    private readonly Scratch _scratch;
    private readonly FloatBuffer _hidden;

    public LlamaTarget(string folder, ModelConfiguration configuration, IReadOnlyList<int> auxiliaryLayers, int rows, int slots, int positions, Workers workers)
    {
        Configuration = configuration;
        _workers = workers;
        var tensors = new TensorSource(folder);
        WeightBytes = tensors.Bytes;
        var (hidden, vocabulary) = (configuration.HiddenSize, configuration.VocabularySize);
        _embedding = new Matrix(vocabulary, hidden, tensors.Floats("model.embed_tokens.weight", vocabulary, hidden));
        _head = configuration.TiedEmbeddings ? _embedding : new Matrix(vocabulary, hidden, tensors.Floats("lm_head.weight", vocabulary, hidden));
        _norm = tensors.Floats("model.norm.weight", hidden);
        _layers = new DecoderLayer[configuration.Layers];
        _inputNorms = new float[configuration.Layers][];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            _inputNorms[layer] = tensors.Floats(prefix + "input_layernorm.weight", hidden);
            _layers[layer] = new DecoderLayer(tensors, prefix, configuration, hidden, slots);
        }

        _auxiliaryLayers = [.. auxiliaryLayers];
        _rope = new RopeTable(configuration.Rope, configuration.HeadSize, positions);
        _scratch = new Scratch(rows, configuration, hidden);
        _hidden = new FloatBuffer(rows * hidden);
        Auxiliary = new FloatBuffer(rows * Math.Max(_auxiliaryLayers.Length, 1) * hidden);
        Logits = new FloatBuffer(rows * vocabulary);
    }

    public ModelConfiguration Configuration { get; }

    public long WeightBytes { get; }

    /// <summary>The hidden states that entered the layers a draft reads, [rows, layers x hidden size], of the last pass.</summary>
    public FloatBuffer Auxiliary { get; }

    /// <summary>[selected rows, vocabulary], of the last pass.</summary>
    public FloatBuffer Logits { get; }

    public ReadOnlySpan<float> Embedding(int token) => _embedding.Row(token);

    public ReadOnlySpan<float> AuxiliaryRow(int row)
    {
        var width = _auxiliaryLayers.Length * Configuration.HiddenSize;
        return Auxiliary.Span.Slice(row * width, width);
    }

    public ReadOnlySpan<float> LogitsRow(int selected) => Logits.Span.Slice(selected * Configuration.VocabularySize, Configuration.VocabularySize);

    /// <summary>Computes the rows; logits only for the selected ones, in their order.</summary>
    public void Forward(RowBatch batch, ReadOnlySpan<int> selected)
    {
        var size = Configuration.HiddenSize;
        for (var row = 0; row < batch.Count; row++)
        {
            _embedding.Row(batch.Tokens[row]).CopyTo(_hidden.Span[(row * size)..]);
        }

        for (var layer = 0; layer < _layers.Length; layer++)
        {
            Capture(layer, batch.Count);
            for (var row = 0; row < batch.Count; row++)
            {
                Elementwise.RmsNorm(_hidden.Span.Slice(row * size, size), _inputNorms[layer], Configuration.NormEpsilon, _scratch.Normed.Span.Slice(row * size, size));
            }

            _layers[layer].Forward(_workers, batch, _rope, _scratch, _hidden);
        }

        for (var i = 0; i < selected.Length; i++)
        {
            Elementwise.RmsNorm(_hidden.Span.Slice(selected[i] * size, size), _norm, Configuration.NormEpsilon, _scratch.Normed.Span.Slice(i * size, size));
        }

        Linear.Apply(_workers, _scratch.Normed, selected.Length, _head, Logits);
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }

        IDisposable[] parts = [_embedding, _head, _scratch, _hidden, Auxiliary, Logits];
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }

    private void Capture(int layer, int rows)
    {
        var size = Configuration.HiddenSize;
        var width = _auxiliaryLayers.Length * size;
        for (var i = 0; i < _auxiliaryLayers.Length; i++)
        {
            if (_auxiliaryLayers[i] != layer)
            {
                continue;
            }

            for (var row = 0; row < rows; row++)
            {
                _hidden.Span.Slice(row * size, size).CopyTo(Auxiliary.Span[((row * width) + (i * size))..]);
            }
        }
    }
}
