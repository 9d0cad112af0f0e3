using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The first lines that Python runs: they close the files of whoever started this, set hard limits, close system calls,
/// say that the sandbox stands, and only then read the program from standard input.
/// </summary>
internal static class PythonGuard
{
    /// <summary>The first line of standard error once the sandbox stands.</summary>
    public const string Ready = "sandbox ready";

    public static string Text(ProgramLimits limits) => string.Create(CultureInfo.InvariantCulture, $$"""
        import os, resource, sys
        os.closerange(3, 1 << 20)
        def limit(what, value):
            most = resource.getrlimit(what)[1]
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(what, (value, value))
        limit(resource.RLIMIT_CORE, 0)
        limit(resource.RLIMIT_AS, {{limits.MemoryBytes}})
        limit(resource.RLIMIT_NPROC, {{limits.Processes}})
        limit(resource.RLIMIT_FSIZE, {{limits.FileBytes}})
        limit(resource.RLIMIT_NOFILE, {{limits.OpenFiles}})
        limit(resource.RLIMIT_CPU, {{(int)Math.Ceiling(limits.Time.TotalSeconds) + 1}})
        {{PythonSeal.Text}}
        sys.stderr.write('{{Ready}}\n')
        sys.stderr.flush()
        program = sys.stdin.buffer.read()
        exec(compile(program, 'program', 'exec'), {'__name__': '__main__', '__builtins__': __builtins__})
        """);
}
