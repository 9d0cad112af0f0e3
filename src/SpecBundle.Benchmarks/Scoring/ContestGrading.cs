namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The program that grades another by inputs and outputs, by the rules of LiveCodeBench's own grader, odd ones included,
/// since published accuracies have them:
/// the usual modules are imported first, with everything that is in them; a program that reads standard input becomes the body
/// of a function, behind its imports, a last <c>if __name__ == '__main__'</c> opened; its standard input is read whole or by
/// lines, and is no iterator; every case has six seconds, so has the import. Lines are compared without blanks around them, as
/// text or else as decimals, word by word; of functions values are compared, where a tuple is as good as a list.
/// </summary>
internal static class ContestGrading
{
    /// <summary>What one case may take.</summary>
    private const int CaseSeconds = 6;

    private const string Rules = """
        import ast, builtins, io, json, os, shutil, signal, subprocess, sys, types
        from decimal import Decimal
        out = sys.stdout
        sys.stdout = open('/dev/null', 'w', encoding='utf-8')
        if hasattr(sys, 'set_int_max_str_digits'): sys.set_int_max_str_digits(50000)
        whole = 'string re datetime collections heapq bisect copy math random statistics itertools functools operator io sys json builtins typing'.split()
        prelude = ''.join(f'from {name} import *\n' for name in whole)
        prelude += ''.join(f'import {name}\n' for name in whole if name not in ('builtins', 'typing')) + 'sys.setrecursionlimit(50000)\n'
        if 'numpy' in program:
            # It is there before names are taken away, some of which it needs to begin.
            try: import numpy
            except ImportError: pass
        builtins.quit = builtins.help = None
        for name in ('kill system putenv remove removedirs rmdir fchdir setuid fork forkpty killpg rename renames truncate replace unlink '
                     'fchmod fchown chmod chown chroot lchflags lchmod lchown getcwd chdir').split(): setattr(os, name, None)
        shutil.rmtree = shutil.move = shutil.chown = subprocess.Popen = None
        for name in ('ipdb', 'joblib', 'resource', 'psutil', 'tkinter'): sys.modules[name] = None

        class TimeoutException(Exception): pass
        def ring(*_):
            # Printed where the program prints: one that swallows the exception is wrong all the same.
            print('the time is up')
            raise TimeoutException
        signal.signal(signal.SIGALRM, ring)

        class Bytes:
            def __init__(self, text): self.all = text.encode()
            def read(self, *_): return self.all
            def readline(self, *_): return self.all.split(b'\n')[0] + b'\n'

        class Input:
            def __init__(self, text): self.text, self.rest, self.buffer = text, io.StringIO(text), Bytes(text)
            def read(self, *_): return self.text
            def readlines(self, *_): return self.text.split('\n')
            def __getattr__(self, name): return getattr(self.rest, name)

        class Output(io.StringIO):
            def close(self): pass

        def timed(work, *given):
            signal.alarm(seconds)
            try: return work(*given)
            finally: signal.alarm(0)

        def run(code):
            space = types.ModuleType('program')
            exec(code, space.__dict__)
            return space

        def load_function():
            space = run(compile(prelude + program, 'program', 'exec'))
            return getattr(space.Solution() if 'class Solution' in program else space, function)

        def load_program():
            body = ast.parse(program).body
            if body and isinstance(body[-1], ast.If) and ast.unparse(body[-1].test) == "__name__ == '__main__'": body[-1:] = body[-1].body
            imports = [one for one in body if isinstance(one, (ast.Import, ast.ImportFrom))]
            tree = ast.parse(prelude + 'def whole(): pass')
            tree.body[-1].body = [one for one in body if one not in imports]
            tree.body[-1:-1] = imports
            return run(compile(ast.fix_missing_locations(tree), 'program', 'exec')).whole

        def piped(given):
            was = sys.stdin, sys.stdout, builtins.open
            sys.stdin, sys.stdout, builtins.open = Input(given), Output(), lambda *_, **__: io.StringIO(given)
            printed, rows = sys.stdout, iter(given.split('\n'))
            was[0].read, was[0].readlines, was[0].readline = lambda *_: given, lambda *_: given.split('\n'), lambda *_: next(rows)
            try: timed(target)
            except SystemExit: pass
            finally: sys.stdin, sys.stdout, builtins.open = was
            return printed.getvalue()

        def lines(text): return [line.strip() for line in text.strip().split('\n')]

        def alike(line, other):
            if line == other: return True
            try: return [Decimal(word) for word in line.split()] == [Decimal(word) for word in other.split()]
            except ArithmeticError: return False

        def passes(given, wanted):
            if function is not None:
                value = timed(target, *given)
                return (list(value) if isinstance(value, tuple) else value) == wanted
            printed, wanted = lines(piped(given)), lines(wanted)
            return len(printed) == len(wanted) and all(map(alike, printed, wanted))

        def end(what):
            sys.stderr.write('\n' + what + '\n')
            sys.stderr.flush()
            os._exit(1)

        where = 'before the first test case'
        try:
            if function is not None: cases = [([json.loads(line) for line in given.split('\n') if line.strip()], json.loads(wanted)) for given, wanted in cases]
            target = timed(load_program if function is None else load_function)
            for number, (given, wanted) in enumerate(cases):
                where = f'in test case {number}'
                if not passes(given, wanted): end('wrong ' + where)
        except TimeoutException:
            end(f'longer than {seconds} seconds {where}')
        except Exception as error:
            end(f'{type(error).__name__}: {error}'.split('\n')[0] + f' ({where})')
        out.write(word)
        out.flush()
        os._exit(0)

        """;

    /// <summary>The grader's own limit for all cases together, and the memory that its remarks speak of.</summary>
    public static ProgramLimits Limits(ProgramTests tests) => new() { Time = TimeSpan.FromSeconds(((CaseSeconds + 1) * tests.Cases.Count) + 5), MemoryBytes = 4L << 30 };

    /// <summary>The text of the grading program, which writes the word when every case has passed.</summary>
    public static string Text(string program, ProgramTests tests, string word) => $"""
        program, word, seconds = {PythonLiteral.Of(program)}, {PythonLiteral.Of(word)}, {CaseSeconds}
        function = {(tests.EntryPoint is { } function ? PythonLiteral.Of(function) : "None")}
        cases = [{string.Join(",\n", tests.Cases.Select(one => $"({PythonLiteral.Of(one.Input)}, {PythonLiteral.Of(one.Output)})"))}]
        {Rules}
        """;
}
