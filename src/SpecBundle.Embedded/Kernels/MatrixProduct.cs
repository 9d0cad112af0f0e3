namespace SpeculativeDecoding.Embedded;

/// <summary>Rows times a matrix, split over the cores by outputs: the weights are read once for all rows.</summary>
internal sealed unsafe class MatrixProduct(Workers workers) : ParallelWork
{
    private float* _rows;
    private int _rowCount;
    private PackedMatrix? _weights;
    private float* _outputs;
    private int _groupsPerPart;

    /// <summary>outputs[r, o] = rows[r] . weights[o]; all row-major without gaps.</summary>
    public void Apply(FloatBuffer rows, int rowCount, PackedMatrix weights, FloatBuffer outputs)
    {
        if (rowCount > 0)
        {
            (_rowCount, _weights) = (rowCount, weights);
            _rows = rows.Pointer;
            _outputs = outputs.Pointer;
            var least = Workers.WorthHandingOut / ((long)rowCount * weights.Inputs * PackedMatrix.GroupWidth);
            _groupsPerPart = (int)Math.Clamp(least, 1, weights.Groups);
            workers.Run(this, (weights.Groups + _groupsPerPart - 1) / _groupsPerPart);
        }
    }

    public override void Do(int part, int worker)
    {
        var first = part * _groupsPerPart;
        GroupProducts.Multiply(_rows, _rowCount, _weights!, first, Math.Min(_groupsPerPart, _weights!.Groups - first), _outputs);
    }
}
