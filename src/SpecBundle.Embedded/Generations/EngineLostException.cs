namespace SpeculativeDecoding.Embedded;

/// <summary>The engine ended under a request. The connection is cut, as a dying SGLang leaves it.</summary>
internal sealed class EngineLostException() : Exception("The engine ended before the answer did.");
