namespace SpeculativeDecoding.Tests;

/// <summary>The temporary folder of one app: what a killed one leaves there is seen, and goes with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("specbundle-tests-").FullName;

    public string[] Find(string pattern) => Directory.GetFileSystemEntries(Path, pattern);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
