namespace SpeculativeDecoding.Embedded;

/// <summary>Rows times weights, split over the cores by outputs.</summary>
internal static unsafe class Linear
{
    // A multiple of the kernel's four outputs; large enough that handing a part out costs little beside it.
    private const int OutputsPerPart = 64;

    public static void Apply(Workers workers, FloatBuffer rows, int rowCount, Matrix weights, FloatBuffer outputs)
    {
        var call = new Call((nint)rows.Pointer, rowCount, weights, (nint)outputs.Pointer);
        workers.For((weights.Outputs + OutputsPerPart - 1) / OutputsPerPart, call, static (call, part) =>
        {
            var first = part * OutputsPerPart;
            var count = Math.Min(OutputsPerPart, call.Weights.Outputs - first);
            DotProducts.Multiply(
                (float*)call.Rows, call.RowCount, call.Weights.Inputs, call.Weights.Buffer.Pointer, first, count, (float*)call.Outputs, call.Weights.Outputs);
        });
    }

    private readonly record struct Call(nint Rows, int RowCount, Matrix Weights, nint Outputs);
}
