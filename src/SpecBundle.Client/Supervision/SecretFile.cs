using System.Security.Cryptography;

namespace SpeculativeDecoding;

/// <summary>
/// The API key in a file that its owner alone can read: a command line is seen by every user of the machine. The
/// watchdog writes it and removes it; on Windows, which has none, the launcher does.
/// </summary>
/// <param name="Path">Where it will be: a name nobody can guess, in a folder of its own.</param>
/// <param name="Content">Its one line.</param>
internal sealed record SecretFile(string Path, string Content)
{
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string NewPath() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "specbundle-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)), "server.yaml");

    /// <summary>A server's configuration that holds the key.</summary>
    public static SecretFile For(string path, string key) => For(path, [("api-key", key)]);

    /// <summary>A server's configuration that holds secrets, by the names of their flags.</summary>
    public static SecretFile For(string path, IReadOnlyList<(string Name, string Value)> secrets)
    {
        if (secrets.Any(secret => secret.Value.AsSpan().ContainsAny('\r', '\n')))
        {
            throw new ArgumentException("A secret is one line.", nameof(secrets));
        }

        // In single quotes YAML takes every character as it is, a quote doubled; several settings stand on one line in braces.
        var lines = secrets.Select(secret => $"{secret.Name}: '{secret.Value.Replace("'", "''", StringComparison.Ordinal)}'").ToList();
        return new SecretFile(path, lines is [var only] ? only : $"{{{string.Join(", ", lines)}}}");
    }

    /// <summary>What to do about a <see cref="FindFolderProblem"/>.</summary>
    public static string FolderRemedy => $"Make that folder, or name one in {(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR")} that can be written to and has room.";

    /// <summary>What is seen to be wrong with the folder for temporary files; null where nothing is, though it may be full or read-only.</summary>
    public string? FindFolderProblem()
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Path))!;
        return Directory.Exists(folder) ? null
            : $"the folder for temporary files, {folder}, {(File.Exists(folder) ? "is a file" : "is not there")}, and the server's API key can't be written to it";
    }

    public void Write()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, Content + "\n");
    }

    /// <summary>Where it is still there: the one who wrote it removes it, unless that one was killed.</summary>
    public void Delete()
    {
        try
        {
            Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or the system keeps it from us.
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
