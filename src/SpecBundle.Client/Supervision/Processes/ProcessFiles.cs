using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>What Linux tells of one process in files: its open sockets, its command line.</summary>
internal static class ProcessFiles
{
    private const int LongestCommand = 160;

    /// <returns>Null where its open files can't be read.</returns>
    public static bool? HasSocket(int processId, long inode)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"socket:[{inode}]");
        try
        {
            return Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd")).Any(path => LinkTarget(path) == wanted);
        }
        catch (DirectoryNotFoundException)
        {
            // It has ended.
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Its command line as it is now; empty where that can't be read.</summary>
    public static string CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cmdline")).Replace('\0', ' ').Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>For a message: the id and the beginning of the command line, without what would change a terminal.</summary>
    public static string Describe(int processId)
    {
        var shown = Printable.Short(CommandLine(processId), LongestCommand);
        return string.Create(CultureInfo.InvariantCulture, $"process {processId}{(shown.Length > 0 ? $" ({shown})" : "")}");
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }
}
