namespace SpeculativeDecoding.Embedded;

/// <summary>Attention of all rows of a batch in one layer, split over the cores by row and key/value head.</summary>
internal sealed unsafe class AttentionPass : ParallelWork, IDisposable
{
    private readonly Workers _workers;
    private readonly int _heads;
    private readonly int _keyValueHeads;
    private readonly int _headSize;
    private readonly FloatBuffer[] _scores;
    private RowBatch? _batch;
    private KeyValueStore? _cache;
    private float* _queries;
    private float* _outputs;
    private int _pieces;
    private int _piecesPerPart;

    /// <param name="workers">The threads.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keyValueHeads">Key and value heads, each shared by as many query heads.</param>
    /// <param name="headSize">Floats of a head.</param>
    /// <param name="positions">The most keys that a row attends to.</param>
    public AttentionPass(Workers workers, int heads, int keyValueHeads, int headSize, int positions)
    {
        (_workers, _heads, _keyValueHeads, _headSize) = (workers, heads, keyValueHeads, headSize);
        _scores = new FloatBuffer[workers.Count];
        for (var i = 0; i < _scores.Length; i++)
        {
            _scores[i] = new FloatBuffer((long)positions * (heads / keyValueHeads));
        }
    }

    /// <param name="batch">The rows.</param>
    /// <param name="queryKeyValue">[rows, queries and keys and values]: the queries are read.</param>
    /// <param name="cache">The layer's keys and values, those of the rows included.</param>
    /// <param name="attended">[rows, heads x head size].</param>
    public void Apply(RowBatch batch, FloatBuffer queryKeyValue, KeyValueStore cache, FloatBuffer attended)
    {
        (_batch, _cache) = (batch, cache);
        _queries = queryKeyValue.Pointer;
        _outputs = attended.Pointer;
        var pieces = batch.Count * _keyValueHeads;
        var additions = 2L * batch.KeyCount * _heads * _headSize;
        _piecesPerPart = (int)Math.Clamp(Workers.WorthHandingOut * pieces / Math.Max(additions, 1), 1, Math.Max(pieces, 1));
        _pieces = pieces;
        _workers.Run(this, (pieces + _piecesPerPart - 1) / _piecesPerPart);
    }

    public override void Do(int part, int worker)
    {
        var end = Math.Min(_pieces, (part + 1) * _piecesPerPart);
        for (var piece = part * _piecesPerPart; piece < end; piece++)
        {
            Attend(piece, worker);
        }
    }

    public void Dispose()
    {
        foreach (var buffer in _scores)
        {
            buffer.Dispose();
        }
    }

    private void Attend(int piece, int worker)
    {
        var (row, shared) = Math.DivRem(piece, _keyValueHeads);
        var slots = _batch!.KeySlots(row, out var count);
        var group = _heads / _keyValueHeads;
        var first = shared * group * _headSize;
        Attention.Attend(
            _queries + ((long)row * (_heads + (2 * _keyValueHeads)) * _headSize) + first,
            group,
            _cache!.Keys(shared),
            _cache.Values(shared),
            slots,
            count,
            _headSize,
            _scores[worker].Pointer,
            _outputs + ((long)row * _heads * _headSize) + first);
    }
}
