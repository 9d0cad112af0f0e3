namespace SpeculativeDecoding.Embedded;

/// <summary>The intermediate rows of a forward pass, allocated once.</summary>
internal sealed class Scratch(int rows, ModelConfiguration configuration, int attentionInputs) : IDisposable
{
    public FloatBuffer Normed { get; } = new(rows * attentionInputs);

    public FloatBuffer QueryKeyValue { get; } = new(rows * (configuration.Heads + (2 * configuration.KeyValueHeads)) * configuration.HeadSize);

    public FloatBuffer Attended { get; } = new(rows * configuration.Heads * configuration.HeadSize);

    public FloatBuffer GateAndUp { get; } = new(rows * 2 * configuration.IntermediateSize);

    public FloatBuffer Activated { get; } = new(rows * configuration.IntermediateSize);

    public FloatBuffer Projected { get; } = new(rows * configuration.HiddenSize);

    public void Dispose()
    {
        FloatBuffer[] buffers = [Normed, QueryKeyValue, Attended, GateAndUp, Activated, Projected];
        foreach (var buffer in buffers)
        {
            buffer.Dispose();
        }
    }
}
