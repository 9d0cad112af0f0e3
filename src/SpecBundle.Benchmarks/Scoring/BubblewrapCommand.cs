using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The sandbox of bubblewrap.</summary>
internal static class BubblewrapCommand
{
    public static List<string> Build(string bwrap, Python python, ProgramLimits limits, IEnumerable<string> inside)
    {
        List<string> command =
        [
            bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr",
        ];
        foreach (var (path, target) in SandboxCommand.SystemFolders())
        {
            command.AddRange(target is null ? ["--ro-bind", path, path] : ["--symlink", target, path]);
        }

        // The files of /dev are in memory without a limit: it becomes read-only too.
        command.AddRange("--dev", "/dev", "--remount-ro", "/dev", "--dir", "/home",
            "--size", limits.FileBytes.ToString(CultureInfo.InvariantCulture), "--tmpfs", "/tmp");

        // Behind /tmp, where a virtual environment may lie.
        foreach (var folder in python.Folders)
        {
            command.AddRange("--ro-bind", folder, folder);
        }

        command.AddRange("--remount-ro", "/", "--chdir", "/tmp", "--");
        command.AddRange(inside);
        return command;
    }
}
