namespace SpeculativeDecoding.Tests;

/// <summary>Hands progress on at once, on the thread that reports it; <see cref="Progress{T}"/> would post it and lose the order.</summary>
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
