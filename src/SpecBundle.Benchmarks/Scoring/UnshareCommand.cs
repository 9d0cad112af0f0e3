using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The sandbox of util-linux: namespaces of its own for users, processes, mounts, network, IPC and host name; a root
/// in memory that holds the system's programs read-only; no capability once the program starts, so that it cannot
/// leave that root (and inside a changed root the kernel lets nobody make a user namespace).
/// </summary>
internal static class UnshareCommand
{
    private const string Start = """
        set -e
        mount -t tmpfs -o size=1m,mode=755 none "$root"
        cd "$root"
        mkdir usr dev home tmp
        mount --bind /usr usr
        mount -o remount,bind,ro usr
        for file in null zero random urandom; do : > dev/$file; mount --bind /dev/$file dev/$file; done
        mount -t tmpfs -o size=$1,mode=1777,nosuid,nodev none tmp
        shift
        """;

    // The new root covers a folder while it is built: one that holds nothing of Python's.
    private static readonly string[] Roots = ["/tmp", "/mnt", "/media", "/srv", "/var/tmp"];

    private const string End = """
        mount -o remount,bind,ro "$root"
        exec chroot . setpriv --bounding-set=-all --inh-caps=-all --no-new-privs sh -c 'cd /tmp && exec "$@"' sh "$@"
        """;

    public static List<string> Build(string unshare, Python python, ProgramLimits limits, IEnumerable<string> inside)
    {
        var script = new List<string> { $"root={RootFor(python)}", Start };
        foreach (var (path, target) in SandboxCommand.SystemFolders())
        {
            script.Add(target is null ? Bind(path) : $"ln -s {Quote(target)} .{Quote(path)}");
        }

        script.AddRange(python.Folders.Select(Bind));
        script.Add(End);
        return
        [
            unshare, "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount", "--net", "--ipc", "--uts",
            "/bin/sh", "-c", string.Join('\n', script), "sh", limits.FileBytes.ToString(CultureInfo.InvariantCulture),
            .. inside,
        ];
    }

    private static string RootFor(Python python) => Roots.FirstOrDefault(root => Directory.Exists(root) && !python.Folders.Any(folder => folder.StartsWith(root + "/", StringComparison.Ordinal))) ?? Roots[0];

    private static string Bind(string folder)
    {
        var here = $".{Quote(folder)}";
        return $"mkdir -p {here}\nmount --bind {Quote(folder)} {here}\nmount -o remount,bind,ro {here}";
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
