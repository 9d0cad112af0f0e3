using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding.Cli;

/// <summary>The last line of defence: whatever no command has caught ends the program with one sentence, never with a stack trace and an abort.</summary>
internal static class LastResort
{
    private const nint StandardError = 2;
    private const int MessageLength = 300;
    private static readonly string Version =
        typeof(LastResort).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Runs the program in this process.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            MachineFault.Load();
            var terminal = new Terminal();
            Watch(terminal);
            return await RunAsync(terminal, () => CommandLine.RunAsync(args, terminal)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Without even a console, whose parts may be what can't be loaded.
            Say($"specbundle: {MachineFault.Find(exception) ?? exception.Message}\n");
            return ExitCode.Failed;
        }
    }

    /// <summary>Runs the program; its exit code, or 1 where something that nobody expected has ended it, or where what it had to say could not be written.</summary>
    public static async Task<int> RunAsync(Terminal terminal, Func<Task<int>> program)
    {
        try
        {
            var exitCode = await program().ConfigureAwait(false);
            return exitCode == ExitCode.Done && terminal.HasLostOutput ? ExitCode.Failed : exitCode;
        }
        catch (Exception exception)
        {
            return Report(terminal, exception);
        }
    }

    /// <summary>Also for exceptions that no call of ours is above: on threads of their own, and in tasks that nobody awaits.</summary>
    private static void Watch(Terminal terminal)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, args) => Environment.Exit(Report(terminal, args.ExceptionObject as Exception));
        FileSizeSignal.Ignore();
        TaskScheduler.UnobservedTaskException += (_, args) => args.SetObserved();
    }

    private static int Report(Terminal terminal, Exception? exception)
    {
        terminal.Error.WriteLine($"specbundle: {(exception is null ? null : MachineFault.Find(exception)) ?? Unexpected(exception)}");
        return ExitCode.Failed;
    }

    private static string Unexpected(Exception? exception)
    {
        var what = exception is null ? "an error of unknown type" : $"{exception.GetType().Name}: {Printable.Short(exception.Message, MessageLength).TrimEnd('.')}{PlaceOf(exception)}";
        return $"This is a fault of specbundle {Version}: {what}. Please report this line, with the command, to the authors of SpecBundle for .NET.";
    }

    /// <summary>Where it was thrown, or the first method of ours on the way.</summary>
    private static string PlaceOf(Exception exception)
    {
        var methods = new StackTrace(exception).GetFrames().Select(DiagnosticMethodInfo.Create).OfType<DiagnosticMethodInfo>().ToList();
        var method = methods.Find(method => method.DeclaringTypeName?.StartsWith(nameof(SpeculativeDecoding), StringComparison.Ordinal) == true) ?? methods.FirstOrDefault();
        return method is null ? "" : $" (in {method.DeclaringTypeName}.{method.Name})";
    }

    private static void Say(string line)
    {
        try
        {
            using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
            using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Nobody hears it.
        }
    }
}
