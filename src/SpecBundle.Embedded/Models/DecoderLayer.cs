namespace SpeculativeDecoding.Embedded;

/// <summary>Attention and feed-forward of a Llama layer. The norms before the attention differ between target and draft and stay with them.</summary>
internal sealed unsafe class DecoderLayer : IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly Matrix _queryKeyValue;
    private readonly Matrix _output;
    private readonly float[] _postAttentionNorm;
    private readonly Matrix _gateAndUp;
    private readonly Matrix _down;
    private readonly KeyValueStore _cache;

    public DecoderLayer(TensorSource tensors, string prefix, ModelConfiguration configuration, int attentionInputs, int slots)
    {
        _configuration = configuration;
        var (hidden, inner, size) = (configuration.HiddenSize, configuration.IntermediateSize, configuration.HeadSize);
        var (queries, keys) = (configuration.Heads * size, configuration.KeyValueHeads * size);
        _queryKeyValue = new Matrix(
            queries + (2 * keys),
            attentionInputs,
            tensors.Floats(prefix + "self_attn.q_proj.weight", queries, attentionInputs),
            tensors.Floats(prefix + "self_attn.k_proj.weight", keys, attentionInputs),
            tensors.Floats(prefix + "self_attn.v_proj.weight", keys, attentionInputs));
        _output = new Matrix(hidden, queries, tensors.Floats(prefix + "self_attn.o_proj.weight", hidden, queries));
        _postAttentionNorm = tensors.Floats(prefix + "post_attention_layernorm.weight", hidden);
        _gateAndUp = new Matrix(
            2 * inner,
            hidden,
            tensors.Floats(prefix + "mlp.gate_proj.weight", inner, hidden),
            tensors.Floats(prefix + "mlp.up_proj.weight", inner, hidden));
        _down = new Matrix(hidden, inner, tensors.Floats(prefix + "mlp.down_proj.weight", hidden, inner));
        _cache = new KeyValueStore(slots, keys);
    }

    /// <summary>Adds attention over <c>scratch.Normed</c>, then the feed-forward, to the rows of <paramref name="hidden"/>.</summary>
    public void Forward(Workers workers, RowBatch batch, RopeTable rope, Scratch scratch, FloatBuffer hidden)
    {
        Linear.Apply(workers, scratch.Normed, batch.Count, _queryKeyValue, scratch.QueryKeyValue);
        RotateAndStore(batch, rope, scratch.QueryKeyValue);
        workers.For(batch.Count, (Layer: this, Batch: batch, Scratch: scratch), static (state, row) => state.Layer.Attend(state.Batch, state.Scratch, row));
        Linear.Apply(workers, scratch.Attended, batch.Count, _output, scratch.Projected);
        var size = _configuration.HiddenSize;
        for (var row = 0; row < batch.Count; row++)
        {
            var residual = hidden.Span.Slice(row * size, size);
            Elementwise.Add(residual, scratch.Projected.Span.Slice(row * size, size));
            Elementwise.RmsNorm(residual, _postAttentionNorm, _configuration.NormEpsilon, scratch.Normed.Span.Slice(row * size, size));
        }

        Linear.Apply(workers, scratch.Normed, batch.Count, _gateAndUp, scratch.GateAndUp);
        var inner = _configuration.IntermediateSize;
        for (var row = 0; row < batch.Count; row++)
        {
            Elementwise.SwiGlu(scratch.GateAndUp.Span.Slice(row * 2 * inner, 2 * inner), scratch.Activated.Span.Slice(row * inner, inner));
        }

        Linear.Apply(workers, scratch.Activated, batch.Count, _down, scratch.Projected);
        Elementwise.Add(hidden.Span[..(batch.Count * size)], scratch.Projected.Span[..(batch.Count * size)]);
    }

    public void Dispose()
    {
        IDisposable[] parts = [_queryKeyValue, _output, _gateAndUp, _down, _cache];
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }

    private void RotateAndStore(RowBatch batch, RopeTable rope, FloatBuffer queryKeyValue)
    {
        var size = _configuration.HeadSize;
        var width = _queryKeyValue.Outputs;
        var turned = _configuration.Heads + _configuration.KeyValueHeads;
        for (var row = 0; row < batch.Count; row++)
        {
            var values = queryKeyValue.Span.Slice(row * width, width);
            var cosines = rope.Cosines(batch.Positions[row]);
            var sines = rope.Sines(batch.Positions[row]);
            for (var head = 0; head < turned; head++)
            {
                Elementwise.Rotate(values.Slice(head * size, size), cosines, sines);
            }

            var keys = values[(_configuration.Heads * size)..];
            keys[.._cache.Width].CopyTo(_cache.Keys.Span[(batch.Slots[row] * _cache.Width)..]);
            keys.Slice(_cache.Width, _cache.Width).CopyTo(_cache.Values.Span[(batch.Slots[row] * _cache.Width)..]);
        }
    }

    private void Attend(RowBatch batch, Scratch scratch, int row)
    {
        var slots = batch.KeySlots(row, out var count);
        var size = _configuration.HeadSize;
        var group = _configuration.Heads / _configuration.KeyValueHeads;
        var scores = stackalloc float[count];
        for (var head = 0; head < _configuration.Heads; head++)
        {
            var offset = head / group * size;
            Attention.Attend(
                scratch.QueryKeyValue.Pointer + (row * _queryKeyValue.Outputs) + (head * size),
                _cache.Keys.Pointer + offset,
                _cache.Values.Pointer + offset,
                _cache.Width,
                slots,
                count,
                size,
                scores,
                scratch.Attended.Pointer + (((row * _configuration.Heads) + head) * size));
        }
    }
}
