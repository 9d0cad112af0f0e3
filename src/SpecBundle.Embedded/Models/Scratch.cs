namespace SpeculativeDecoding.Embedded;

/// <summary>What the layers of a model share: the intermediate rows of a pass, allocated once, and the loops over the cores.</summary>
internal sealed class Scratch(int rows, ModelConfiguration configuration, int attentionInputs, int positions, Workers workers) : IDisposable
{
    public MatrixProduct Product { get; } = new(workers);

    public AttentionPass Attention { get; } = new(workers, configuration.Heads, configuration.KeyValueHeads, configuration.HeadSize, positions);

    public RopeTable Rope { get; } = new(configuration.Rope, configuration.HeadSize, positions);

    public FloatBuffer Normed { get; } = new((long)rows * attentionInputs);

    public FloatBuffer QueryKeyValue { get; } = new((long)rows * (configuration.Heads + (2 * configuration.KeyValueHeads)) * configuration.HeadSize);

    public FloatBuffer Attended { get; } = new((long)rows * configuration.Heads * configuration.HeadSize);

    public FloatBuffer GateAndUp { get; } = new((long)rows * 2 * configuration.IntermediateSize);

    public FloatBuffer Activated { get; } = new((long)rows * configuration.IntermediateSize);

    public FloatBuffer Projected { get; } = new((long)rows * configuration.HiddenSize);

    public void Dispose()
    {
        IDisposable[] parts = [Attention, Rope, Normed, QueryKeyValue, Attended, GateAndUp, Activated, Projected];
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }
}
