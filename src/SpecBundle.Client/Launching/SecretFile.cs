using System.Security.Cryptography;

namespace SpeculativeDecoding;

/// <summary>The API key in a file that its owner alone can read: a command line is seen by every user of the machine.</summary>
internal sealed class SecretFile : IDisposable
{
    private readonly string _folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "specbundle-" + Guid.NewGuid().ToString("N"));

    /// <summary>Where the file will be. Nothing is there yet: whatever this app made, a kill would leave behind.</summary>
    public string Path => System.IO.Path.Combine(_folder, "server.yaml");

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <exception cref="ArgumentException">The key is not one line; no HTTP header could carry it.</exception>
    public ServerSecret Holding(string key)
    {
        if (key.Any(char.IsControl))
        {
            throw new ArgumentException("An API key is one line of printable characters.", nameof(key));
        }

        // In single quotes YAML takes every character as it is, a quote doubled.
        return new ServerSecret(Path, $"api-key: '{key.Replace("'", "''", StringComparison.Ordinal)}'");
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
