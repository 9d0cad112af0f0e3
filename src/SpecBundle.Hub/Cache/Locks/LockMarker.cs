using System.Globalization;
using System.Net;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>The file of a <see cref="MarkerLock"/>, which says who holds it as the Python client's does: process id, host name, start of the process, a line each.</summary>
internal static class LockMarker
{
    private const int Longest = 1_024;

    // Older Python clients say nothing in theirs. To hold off for ever would be worse than to download a file twice.
    private static readonly TimeSpan LongestUnsigned = TimeSpan.FromMinutes(10);

    /// <summary>Creates it.</summary>
    /// <returns>What it says.</returns>
    /// <exception cref="IOException">It is there already, or can't be written.</exception>
    public static string Create(string path)
    {
        var start = ProcessStart.Of(Environment.ProcessId);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Dns.GetHostName()}\n{(start is null ? "" : start + "\n")}");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        try
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            return text;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Removes a marker whose process has ended.</summary>
    /// <returns>Whether none is there any more.</returns>
    public static bool RemoveIfLeft(string path)
    {
        if (Read(path) is not { } marker)
        {
            return !File.Exists(path);
        }

        if (!IsLeft(marker))
        {
            return false;
        }

        // By a name of our own first: of two who remove it only one does, and a lock that somebody takes meanwhile is given back.
        var aside = $"{path}.break.{Environment.ProcessId}.{Guid.NewGuid():N}";
        try
        {
            File.Move(path, aside);
            if (Read(aside) != marker)
            {
                File.Move(aside, path);
                return false;
            }

            File.Delete(aside);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return !File.Exists(path);
        }
    }

    /// <summary>What a marker says, and since when; null where there is none.</summary>
    public static (string Text, DateTime Written)? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var bytes = new byte[Longest];
            var count = file.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false);
            return (Encoding.UTF8.GetString(bytes, 0, count), File.GetLastWriteTimeUtc(file.SafeFileHandle));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Of a process on another machine nobody can tell: it holds.</summary>
    private static bool IsLeft((string Text, DateTime Written) marker)
    {
        var lines = marker.Text.Trim().Split('\n');
        if (lines.Length is not (2 or 3) || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process) || process < 1)
        {
            return TimeProvider.System.GetUtcNow().UtcDateTime - marker.Written >= LongestUnsigned;
        }

        return lines[1] == Dns.GetHostName() && !ProcessStart.IsRunning(process, lines.ElementAtOrDefault(2));
    }
}
