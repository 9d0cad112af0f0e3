using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>A launch of an app whose folder for temporary files can't hold the server's key.</summary>
public sealed class BrokenTemporaryFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Theory(Timeout = 120_000)]
    [InlineData("missing", "tiny was not started: the folder for temporary files, {0}, is not there, and the server's API key can't be written to it.")]
    [InlineData("file", "tiny was not started: the folder for temporary files, {0}, is a file, and the server's API key can't be written to it.")]
    [InlineData("/proc", "tiny did not start (Starting): The server's API key can't be written to the folder for temporary files, {0}: ")]
    public async Task The_folder_is_named_and_what_to_do_about_it(string name, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_temporary.Path, "file"), "", TestContext.Current.CancellationToken);
        var folder = Path.Combine(_temporary.Path, name);
        var start = new ProcessStartInfo("dotnet", [TestApp.Path, PortPicker.Pick("127.0.0.1").ToString(CultureInfo.InvariantCulture), "1"]) { RedirectStandardError = true };
        start.Environment["TMPDIR"] = folder;
        using var app = Process.Start(start)!;

        var error = await app.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("ServerStartException: " + string.Format(CultureInfo.InvariantCulture, expected, folder), error, StringComparison.Ordinal);
        Assert.Contains("in TMPDIR that can be written to and has room.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("catalog", error, StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();
}
