namespace SpeculativeDecoding.Embedded;

/// <summary>Attention and feed-forward of a Llama layer. The norms before the attention differ between target and draft and stay with them.</summary>
internal sealed unsafe class DecoderLayer : IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly PackedMatrix _queryKeyValue;
    private readonly PackedMatrix _output;
    private readonly NormWeights _postAttentionNorm;
    private readonly PackedMatrix _gateAndUp;
    private readonly PackedMatrix _down;
    private readonly KeyValueStore _cache;

    public DecoderLayer(TensorSource tensors, string prefix, ModelConfiguration configuration, int attentionInputs, int slots)
    {
        _configuration = configuration;
        var (hidden, inner, size) = (configuration.HiddenSize, configuration.IntermediateSize, configuration.HeadSize);
        var (queries, keys) = (configuration.Heads * size, configuration.KeyValueHeads * size);
        _queryKeyValue = new PackedMatrix(
            queries + (2 * keys),
            attentionInputs,
            tensors.Floats(prefix + "self_attn.q_proj.weight", queries, attentionInputs),
            tensors.Floats(prefix + "self_attn.k_proj.weight", keys, attentionInputs),
            tensors.Floats(prefix + "self_attn.v_proj.weight", keys, attentionInputs));
        _output = new PackedMatrix(hidden, queries, tensors.Floats(prefix + "self_attn.o_proj.weight", hidden, queries));
        _postAttentionNorm = new NormWeights(tensors.Floats(prefix + "post_attention_layernorm.weight", hidden), configuration.NormEpsilon);
        _gateAndUp = new PackedMatrix(
            2 * inner,
            hidden,
            tensors.Floats(prefix + "mlp.gate_proj.weight", inner, hidden),
            tensors.Floats(prefix + "mlp.up_proj.weight", inner, hidden));
        _down = new PackedMatrix(hidden, inner, tensors.Floats(prefix + "mlp.down_proj.weight", hidden, inner));
        _cache = new KeyValueStore(slots, configuration.KeyValueHeads, size);
    }

    /// <summary>Adds attention over <c>scratch.Normed</c>, then the feed-forward, to the rows of <paramref name="hidden"/>.</summary>
    public void Forward(RowBatch batch, Scratch scratch, FloatBuffer hidden)
    {
        scratch.Product.Apply(scratch.Normed, batch.Count, _queryKeyValue, scratch.QueryKeyValue);
        RotateAndStore(batch, scratch);
        scratch.Attention.Apply(batch, scratch.QueryKeyValue, _cache, scratch.Attended);
        scratch.Product.Apply(scratch.Attended, batch.Count, _output, scratch.Projected);
        var all = batch.Count * _configuration.HiddenSize;
        Elementwise.Add(hidden.Pointer, scratch.Projected.Pointer, all);
        _postAttentionNorm.ApplyRows(hidden, scratch.Normed, batch.Count);
        scratch.Product.Apply(scratch.Normed, batch.Count, _gateAndUp, scratch.GateAndUp);
        var inner = _configuration.IntermediateSize;
        for (var row = 0; row < batch.Count; row++)
        {
            Elementwise.SwiGlu(scratch.GateAndUp.Pointer + ((long)row * 2 * inner), inner, scratch.Activated.Pointer + ((long)row * inner));
        }

        scratch.Product.Apply(scratch.Activated, batch.Count, _down, scratch.Projected);
        Elementwise.Add(hidden.Pointer, scratch.Projected.Pointer, all);
    }

    public void Dispose()
    {
        IDisposable[] parts = [_queryKeyValue, _output, _postAttentionNorm, _gateAndUp, _down, _cache];
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }

    private void RotateAndStore(RowBatch batch, Scratch scratch)
    {
        var size = _configuration.HeadSize;
        var turned = _configuration.Heads + _configuration.KeyValueHeads;
        for (var row = 0; row < batch.Count; row++)
        {
            var values = scratch.QueryKeyValue.Pointer + ((long)row * _queryKeyValue.Outputs);
            var cosines = scratch.Rope.Cosines(batch.Positions[row]);
            var sines = scratch.Rope.Sines(batch.Positions[row]);
            for (var head = 0; head < turned; head++)
            {
                Elementwise.Rotate(values + (head * size), size / 2, cosines, sines);
            }

            _cache.Write(batch.Slots[row], values + (_configuration.Heads * size));
        }
    }
}
