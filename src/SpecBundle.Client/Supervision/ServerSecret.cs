namespace SpeculativeDecoding;

/// <summary>
/// A file of one line for the server, which its owner alone can read. The watchdog writes it and removes it: an app that
/// is killed could not, so it never makes one.
/// </summary>
/// <param name="Path">The file, in a folder of its own that is not there yet.</param>
/// <param name="Line">What is in it.</param>
internal sealed record ServerSecret(string Path, string Line)
{
    /// <summary>Writes it where there is no watchdog.</summary>
    public void Write()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, Line + "\n");
    }

    /// <summary>The path alone: what a record prints may be kept.</summary>
    public override string ToString() => Path;
}
