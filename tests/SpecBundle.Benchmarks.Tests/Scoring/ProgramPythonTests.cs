using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>The Python that programs run in is the one that is named, with its packages.</summary>
public sealed class ProgramPythonTests
{
    private const int Limit = 120_000;
    private const string Answer = $"```python\nimport {VirtualEnvironment.Package} as np\ndef double_all(numbers):\n    return [2 * x for x in np.array(numbers)]\n```";

    [Theory(Timeout = Limit)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_program_that_imports_a_package_is_right_where_its_Python_has_it_and_wrong_by_name_where_not(SandboxTool tool)
    {
        using var environment = await VirtualEnvironment.CreateAsync();
        var system = await Sandboxes.OfAsync(tool);
        var own = await ProgramSandbox.CreateAsync(new() { Tool = tool, PythonPath = environment.Python }, TestContext.Current.CancellationToken);
        Assert.Contains(environment.Python, own.Interpreter, StringComparison.Ordinal);
        Assert.StartsWith("Python 3.", own.Interpreter, StringComparison.Ordinal);
        Assert.NotEqual(system.Interpreter, own.Interpreter);

        var prompt = (await Fixtures.PromptsOfAsync("humaneval"))[0];
        Task<AnswerScore> ScoreAsync(IProgramRunner runner) => BenchmarkSuite.Get("humaneval").ScoreAsync(Answer, prompt, runner, TestContext.Current.CancellationToken).AsTask();
        Assert.Equal((true, null), await ScoreAsync(own) is var right ? (right.Correct, right.Note) : default);
        Assert.Equal((false, $"ModuleNotFoundError: No module named '{VirtualEnvironment.Package}'"), await ScoreAsync(system) is var wrong ? (wrong.Correct, wrong.Note) : default);
    }

    [Theory(Timeout = Limit)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task Nothing_beside_its_folders_is_seen_and_nothing_in_them_can_be_written(SandboxTool tool)
    {
        using var environment = await VirtualEnvironment.CreateAsync();
        await Sandboxes.OfAsync(tool);
        var sandbox = await ProgramSandbox.CreateAsync(new() { Tool = tool, PythonPath = environment.Python }, TestContext.Current.CancellationToken);
        var result = await sandbox.RunAsync($$"""
            import os, sys
            print(os.path.exists({{PythonLiteral.Of(environment.Neighbor)}}))
            try: open(os.path.join(sys.prefix, 'written'), 'w')
            except OSError: print('read-only')
            open('/tmp/mine', 'w').close()
            print(os.listdir('/home'), os.environ['OPENBLAS_NUM_THREADS'])
            """, Sandboxes.Short, TestContext.Current.CancellationToken);
        Assert.Equal("False read-only [] 1", result.Output.ReplaceLineEndings(" ").Trim());
    }

    [Fact(Timeout = Limit)]
    public async Task A_Python_that_would_show_the_home_folder_is_refused_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        var python = Path.Combine(folder.Root, "python3");
        Script.Write(python, "#!/bin/sh\necho 3.12.1\necho /usr/bin/env\necho \"$HOME\"\necho /usr/lib\n");
        var error = await Assert.ThrowsAsync<SandboxException>(() => ProgramSandbox.CreateAsync(new() { PythonPath = python }, TestContext.Current.CancellationToken));
        Assert.Contains("make a virtual environment", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_case_that_takes_too_long_is_told_from_one_that_is_wrong()
    {
        var sandbox = await Sandboxes.AnyAsync();
        var prompt = (await Fixtures.PromptsOfAsync("livecodebench"))[0];
        async Task<string?> NoteAsync(string program) => (await BenchmarkSuite.Get("livecodebench").ScoreAsync($"```\n{program}\n```", prompt, sandbox, TestContext.Current.CancellationToken)).Note;
        Assert.Equal("wrong in test case 1", await NoteAsync("print(6)"));
        Assert.Equal("longer than 6 seconds in test case 0", await NoteAsync("while True: pass"));
        Assert.Equal("NameError: name 'x' is not defined (in test case 0)", await NoteAsync("print(x)"));
        Assert.Equal("ModuleNotFoundError: No module named 'nosuch' (before the first test case)", await NoteAsync("import nosuch\nprint(6)"));
    }

    [LongForm]
    [Fact(Timeout = 2 * Limit)]
    public async Task Each_case_has_six_seconds_of_its_own()
    {
        var sandbox = await Sandboxes.AnyAsync();
        var tests = new ProgramTests { Cases = [.. Enumerable.Range(0, 6).Select(number => new ProgramCase { Input = $"{number}", Output = $"{number}" })] };
        Assert.Equal((true, null), await ProgramTester.RunAsync("import time\ntime.sleep(2)\nprint(input())", tests, sandbox, TestContext.Current.CancellationToken));
    }
}
