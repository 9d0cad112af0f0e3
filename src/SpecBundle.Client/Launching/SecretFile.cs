using System.Security.Cryptography;

namespace SpeculativeDecoding;

/// <summary>The API key in a file that its owner alone can read: a command line is seen by every user of the machine.</summary>
internal sealed class SecretFile : IDisposable
{
    private readonly string _folder;

    private SecretFile(string folder) => (_folder, Path) = (folder, System.IO.Path.Combine(folder, "server.yaml"));

    public string Path { get; }

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>A private folder for the file, which is not there yet.</summary>
    public static SecretFile Reserve() => new(Directory.CreateTempSubdirectory("specbundle-").FullName);

    public void Write(string key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(Path, options);

        // In single quotes YAML takes every character as it is, a quote doubled.
        writer.Write($"api-key: '{key.Replace("'", "''", StringComparison.Ordinal)}'\n");
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The watchdog was faster.
        }
    }
}
