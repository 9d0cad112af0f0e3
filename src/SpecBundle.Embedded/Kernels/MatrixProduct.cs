namespace SpeculativeDecoding.Embedded;

/// <summary>Rows times a matrix, split over the cores by outputs: the weights are read once for all rows.</summary>
internal sealed unsafe class MatrixProduct(Workers workers) : ParallelWork
{
    // What the kernel takes at once.
    private const int PanelsTogether = 4;
    private int _panelsPerPart;
    private float* _rows;
    private int _rowCount;
    private PackedMatrix? _weights;
    private float* _outputs;

    /// <summary>outputs[r, o] = rows[r] . weights[o]; all row-major without gaps.</summary>
    public void Apply(FloatBuffer rows, int rowCount, PackedMatrix weights, FloatBuffer outputs)
    {
        if (rowCount > 0)
        {
            (_rowCount, _weights) = (rowCount, weights);
            _rows = rows.Pointer;
            _outputs = outputs.Pointer;
            var least = Workers.WorthHandingOut / ((long)rowCount * weights.Inputs * PackedMatrix.PanelWidth * PanelsTogether);
            _panelsPerPart = PanelsTogether * (int)Math.Clamp(least, 1, weights.Panels);
            workers.Run(this, (weights.Panels + _panelsPerPart - 1) / _panelsPerPart);
        }
    }

    public override void Do(int part, int worker)
    {
        var first = part * _panelsPerPart;
        PanelProducts.Multiply(_rows, _rowCount, _weights!, first, Math.Min(_panelsPerPart, _weights!.Panels - first), _outputs);
    }
}
