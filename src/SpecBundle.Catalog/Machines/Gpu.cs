namespace SpeculativeDecoding;

/// <summary>A GPU of this machine.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Name">Its name as the driver says it, for example <c>NVIDIA H100 80GB HBM3</c>.</param>
/// <param name="MemoryBytes">Its whole memory, in bytes.</param>
/// <param name="FreeMemoryBytes">What of it is free, in bytes; null where the driver does not say.</param>
public sealed record Gpu(int Index, string Name, long MemoryBytes, long? FreeMemoryBytes = null);
