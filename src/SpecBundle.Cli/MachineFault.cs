namespace SpeculativeDecoding.Cli;

/// <summary>Faults of the machine that can meet any command at any place: nobody expects them, and they are no fault of the program.</summary>
internal static class MachineFault
{
    // What Linux and macOS number alike; .NET keeps the number of the system in HResult.
    private const int TooManyOpenFiles = 24;
    private const int FileTooLarge = 27;
    private const int DiskFull = 28;
    private const int FewFiles = 16;
    private const string Gone = "The working folder is gone: change to one that exists.";
    private const string FileLimit = "This process may not open more files. Raise the limit: ulimit -n 65535.";

    /// <summary>Loads what the sentences need, while a library can still be opened.</summary>
    public static void Load() => Find(new InvalidOperationException());

    /// <summary>What is wrong and what to do, in one or two sentences; null where it is something else.</summary>
    public static string? Find(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (Of(inner) is { } sentence)
            {
                return sentence;
            }
        }

        return null;
    }

    /// <summary>That there is no folder to work in; null where there is. Servers, too, would start in it.</summary>
    public static string? WorkingFolderProblem()
    {
        try
        {
            return Directory.Exists(Environment.CurrentDirectory) ? null : Gone;
        }
        catch (IOException)
        {
            return Gone;
        }
    }

    private static string? Of(Exception exception) => exception switch
    {
        // A library that can't be opened is not found, and a thread that gets no descriptor lacks memory, if one asks .NET.
        FileNotFoundException or FileLoadException when IsOfAssembly(exception) => IsAtFileLimit() ? FileLimit : null,
        OutOfMemoryException when IsAtFileLimit() => FileLimit,
        OutOfMemoryException when HasFileSizeLimit() => "There is not enough memory, or too little of it may be mapped: .NET needs ulimit -f unlimited.",
        OutOfMemoryException => "There is not enough memory. Free some, or raise the limit that this process runs under (ulimit -v, the container's).",
        _ when WorkingFolderProblem() is { } problem => problem,
        IOException { HResult: TooManyOpenFiles } or System.ComponentModel.Win32Exception { NativeErrorCode: TooManyOpenFiles } or System.Net.Sockets.SocketException { NativeErrorCode: TooManyOpenFiles } =>
            FileLimit,
        IOException { HResult: FileTooLarge } => $"A file may not grow any further: {Message(exception)}. Raise the limit: ulimit -f unlimited.",

        // What .NET makes of EFBIG.
        ArgumentOutOfRangeException { ParamName: "value" } when HasFileSizeLimit() => "A file may not grow any further. Raise the limit: ulimit -f unlimited.",
        IOException { HResult: DiskFull } => $"A disk is full: {Message(exception)}.",
        DirectoryNotFoundException or UnauthorizedAccessException or IOException when TemporaryFolderProblem() is { } problem => problem,
        IOException or UnauthorizedAccessException => $"{Message(exception)}.",
        _ => null,
    };

    private static string Message(Exception exception) => Printable.Short(exception.Message, 300).TrimEnd('.');

    private static bool IsOfAssembly(Exception exception) =>
        ((exception as FileNotFoundException)?.FileName ?? (exception as FileLoadException)?.FileName)?.Contains("Version=", StringComparison.Ordinal) == true;

    private static bool IsAtFileLimit()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var opened = new List<IDisposable>();
        try
        {
            // What had been open has been closed in part by now.
            while (opened.Count < FewFiles)
            {
                opened.Add(File.OpenHandle("/dev/null"));
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
        finally
        {
            opened.ForEach(file => file.Dispose());
        }
    }

    private static bool HasFileSizeLimit()
    {
        try
        {
            return OperatingSystem.IsLinux() && File.ReadLines("/proc/self/limits").Any(line => line.StartsWith("Max file size", StringComparison.Ordinal) && !line.Contains("unlimited ", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or OutOfMemoryException)
        {
            return false;
        }
    }

    private static string? TemporaryFolderProblem()
    {
        var folder = Path.GetTempPath();
        return Directory.Exists(folder) ? null : $"The folder for temporary files, {folder}, does not exist. Make it, or set TMPDIR to another.";
    }
}
