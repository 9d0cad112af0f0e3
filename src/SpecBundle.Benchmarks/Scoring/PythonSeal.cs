namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Lines of Python that close the system calls by which a program gets round the sandbox: memory that no limit counts
/// (shared segments, files in memory, the tmpfs of a user namespace of its own), the keys of whoever benchmarks, and
/// large parts of the kernel that no answer needs. The kernel keeps the filter for all children.
/// </summary>
internal static class PythonSeal
{
    /// <summary>
    /// The numbers are, in this order, those of add_key, bpf, io_uring_setup, keyctl, memfd_create, memfd_secret, mount,
    /// msgget, perf_event_open, process_vm_readv, process_vm_writev, ptrace, request_key, semget, setns, shmget, unshare
    /// and userfaultfd; the first is that of clone. clone3 hides its flags from a filter: it is said not to exist, so
    /// that clone is called. Numbers from 2^30 on are those calls once more (x32).
    /// </summary>
    public const string Text = """
        import ctypes, os, struct
        def seal():
            machine, clone, closed = {
                'x86_64': (0xC000003E, 56, (248, 321, 425, 250, 319, 447, 165, 68, 298, 310, 311, 101, 249, 64, 308, 29, 272, 323)),
                'aarch64': (0xC00000B7, 220, (217, 280, 425, 219, 279, 447, 40, 186, 241, 270, 271, 117, 218, 190, 268, 194, 97, 282)),
            }[os.uname().machine]
            load, equal, least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
            steps = [(load, 0, 0, 4), (equal, 0, 'refuse', machine), (load, 0, 0, 0), (least, 'refuse', 0, 1 << 30)]
            steps += [(equal, 'refuse', 0, call) for call in closed]
            steps += [(equal, 'unknown', 0, 435), (equal, 0, 'allow', clone), (load, 0, 0, 16), (any_bit, 'refuse', 0, 0x7E020000)]
            ends = {'allow': len(steps), 'refuse': len(steps) + 1, 'unknown': len(steps) + 2}
            steps += [(answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050001), (answer, 0, 0, 0x00050026)]
            far = lambda to, at: ends[to] - at - 1 if to else 0
            code = b''.join(struct.pack('HBBI', step, far(yes, at), far(no, at), value) for at, (step, yes, no, value) in enumerate(steps))
            kept = ctypes.create_string_buffer(code)
            libc = ctypes.CDLL(None, use_errno=True)
            filter = struct.pack('HP', len(steps), ctypes.addressof(kept))
            if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, filter, 0, 0):
                raise OSError(ctypes.get_errno(), 'the kernel takes no filter of system calls')
        seal()
        """;
}
