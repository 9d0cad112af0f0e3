namespace SpeculativeDecoding.Embedded;

/// <summary>A checkpoint that this engine can't run: which file, what is wrong with it, what it would take.</summary>
internal sealed class ModelLoadException(string path, string problem, Exception? innerException = null)
    : Exception($"{path}: {problem}", innerException)
{
    public string Path { get; } = path;
}
