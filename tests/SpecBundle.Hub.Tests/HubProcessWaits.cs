namespace SpeculativeDecoding.Tests;

/// <summary>Only this assembly sees how long the client of the Hub waits; the others share the Hub, not the wait.</summary>
internal sealed partial class HubProcess
{
    static partial void Hasten(HubOptions options) => options.FirstWait = TimeSpan.FromMilliseconds(1);
}
