using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding;

/// <summary>Which process started which, on Windows.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsProcesses
{
    private const uint Processes = 2;

    public static unsafe Dictionary<int, int> Parents()
    {
        using var snapshot = CreateToolhelp32Snapshot(Processes, 0);
        var parents = new Dictionary<int, int>();
        var entry = new Entry { Size = (uint)sizeof(Entry) };
        for (var isThere = Process32First(snapshot, ref entry); isThere; isThere = Process32Next(snapshot, ref entry))
        {
            parents[(int)entry.ProcessId] = (int)entry.ParentId;
        }

        return parents;
    }

    public static bool Descends(int process, int ancestor, Dictionary<int, int> parents)
    {
        // The id of a parent that ended is given again, so that a circle is possible.
        for (var steps = 0; steps <= parents.Count; steps++)
        {
            if (process == ancestor)
            {
                return true;
            }

            if (!parents.TryGetValue(process, out process))
            {
                return false;
            }
        }

        return false;
    }

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial SafeFileHandle CreateToolhelp32Snapshot(uint flags, uint processId);

    [LibraryImport("kernel32", EntryPoint = "Process32FirstW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Process32First(SafeFileHandle snapshot, ref Entry entry);

    [LibraryImport("kernel32", EntryPoint = "Process32NextW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Process32Next(SafeFileHandle snapshot, ref Entry entry);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Entry
    {
        public uint Size;
        public uint Usage;
        public uint ProcessId;
        public nint DefaultHeap;
        public uint Module;
        public uint Threads;
        public uint ParentId;
        public int Priority;
        public uint Flags;
        public fixed char File[260];
    }
}
