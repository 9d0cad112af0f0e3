using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs a program with its tests and says whether it passed.</summary>
internal static class ProgramTester
{
    /// <summary>
    /// Only the end of the tests writes the word of the run, so a program that leaves early, with exit code 0 too, has
    /// not passed.
    /// </summary>
    public static async Task<(bool? Passed, string? Note)> RunAsync(
        string program, ProgramTests tests, IProgramRunner runner, CancellationToken cancellationToken)
    {
        var word = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var source = tests.Cases.Count > 0 ? WithCases(program, tests, word) : WithCode(program, tests.Code ?? "", word);
        var limits = new ProgramLimits();
        ProgramResult result;
        try
        {
            result = await runner.RunAsync(source, limits, cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException error)
        {
            return (null, $"unscored: {error.Message}");
        }

        if (result.Limit is { } limit)
        {
            return (false, $"ended at the limit of {limit}");
        }

        var passed = result.ExitCode == 0 && result.Output.Contains(word, StringComparison.Ordinal);
        return (passed, passed ? tests.Note : LastLine(result.Error) ?? Ended(result.ExitCode));
    }

    private static string WithCode(string program, string tests, string word) => $"""
        import sys
        _space = {"{'__name__': 'program'}"}
        _out = sys.stdout
        sys.stdout = open('/dev/null', 'w', encoding='utf-8')
        exec(compile({Literal(program)}, 'program', 'exec'), _space)
        exec(compile({Literal(tests)}, 'tests', 'exec'), _space)
        _out.write('{word}')
        _out.flush()

        """;

    private static string WithCases(string program, ProgramTests tests, string word)
    {
        var cases = string.Join(",\n", tests.Cases.Select(one => $"({Literal(one.Input)}, {Literal(one.Output)})"));
        return $"""
            import io, json, sys
            _out = sys.stdout
            _code = compile({Literal(program)}, 'program', 'exec')
            _function = {(tests.EntryPoint is { } function ? Literal(function) : "None")}
            def _words(text): return [line.split() for line in text.strip().splitlines()]
            def _plain(value): return json.loads(json.dumps(value))
            def _call(given):
                space = {"{'__name__': 'program'}"}
                sys.stdout = io.StringIO()
                exec(_code, space)
                owner = space['Solution']() if 'Solution' in space else None
                target = getattr(owner, _function) if owner is not None else space[_function]
                return target(*[json.loads(line) for line in given.splitlines() if line.strip()])
            def _pipe(given):
                sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode()), encoding='utf-8')
                sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding='utf-8')
                try:
                    exec(_code, {"{'__name__': '__main__'}"})
                except SystemExit:
                    pass
                sys.stdout.flush()
                return sys.stdout.buffer.getvalue().decode()
            for _number, (_given, _wanted) in enumerate([
            {cases}]):
                if _function is not None:
                    _right = _plain(_call(_given)) == json.loads(_wanted)
                else:
                    _right = _words(_pipe(_given)) == _words(_wanted)
                if not _right:
                    raise AssertionError('wrong in test case %d' % _number)
            _out.write('{word}')
            _out.flush()

            """;
    }

    /// <summary>A Python string literal in ASCII.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                literal.Append("\\U").Append(char.ConvertToUtf32(text, i++).ToString("x8", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append("\\u").Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }

    private static string? LastLine(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() is { } line
            ? line.Length <= 200 ? line : line[..200]
            : null;

    private static string Ended(int? exitCode) => exitCode == 0
        ? "it ended before its tests did"
        : string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {exitCode}");
}
