namespace SpeculativeDecoding.TestHub;

/// <summary>The ports of the Hub and of its storage.</summary>
internal sealed class Ports
{
    public int Hub { get; set; }

    public int Storage { get; set; }
}
