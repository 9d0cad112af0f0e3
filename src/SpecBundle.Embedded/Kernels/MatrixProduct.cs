namespace SpeculativeDecoding.Embedded;

/// <summary>Rows times a matrix, split over the cores by outputs: the weights are read once for all rows.</summary>
internal sealed unsafe class MatrixProduct(Workers workers) : ParallelWork
{
    // Four panels are 64 outputs: what the kernel takes at once, and enough that handing a part out costs little beside it.
    private const int PanelsPerPart = 4;
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
            workers.Run(this, (weights.Panels + PanelsPerPart - 1) / PanelsPerPart);
        }
    }

    public override void Do(int part, int worker)
    {
        var first = part * PanelsPerPart;
        PanelProducts.Multiply(_rows, _rowCount, _weights!, first, Math.Min(PanelsPerPart, _weights!.Panels - first), _outputs);
    }
}
