using System.CommandLine;
using SpeculativeDecoding.Cli;

namespace SpeculativeDecoding.Tests;

/// <summary>Every option and argument of every command, held against values that nobody means.</summary>
public sealed class HostileValueTests : IClassFixture<HostileValueTests.Written>
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("specbundle-hostile-").FullName;

    private static readonly string[] Values =
    [
        "", " ", "-1", "0", "2147483647", "2147483648", "9223372036854775808", "1e300", "1e-300", "-1e300", "NaN", "Infinity", "-Infinity", "0x10", "1,5", "٣", "1_000",
        "a;b", "../..", "/", "/dev/null/file", "https://huggingface.co/a/b", "a/b/c", "a//b", "a\nb", "a\tb", "\u001b[2J\u001b]0;t\a", "\u202Etxt", "%s{0}", "[bold]", "[/]",
        "--", "-", "'", "\"", "{}", "[]", "null", "=", ":", "::", "1:1:1:1", "99999999999:1:1", "2147483647:1:1", "1:2147483647:1", "2147483647,3,1,4", "gsm8k:2147483647", "1,2,3,4,5", "ttft=1e300s", "1e300ms", "http://[::1", "http://127.0.0.1:99999", "ftp://a", new string('9', 400), new string('x', 70_000),
    ];

    /// <summary>What a command needs beside the option that is tried, so that the option is what it stumbles over.</summary>
    private static readonly Dictionary<string, string[]> Enough = new(StringComparer.Ordinal)
    {
        ["plan"] = ["llama-3.1-8b"],
        ["doctor"] = ["llama-3.1-8b"],
        ["pull"] = ["llama-3.1-8b", "--dry-run"],
        ["remove"] = ["llama-3.1-8b"],
        ["launch"] = ["llama-3.1-8b"],
        ["generate"] = ["llama-3.1-8b", "--prompt", "hi"],
        ["chat"] = ["llama-3.1-8b"],
        ["bench"] = ["llama-3.1-8b", "--synthetic", "1:1:1", "--output", Path.Combine(Folder, "bench")],
        ["compare"] = ["/dev/null/a", "/dev/null/b"],
        ["dashboard"] = ["--output", Path.Combine(Folder, "dashboard.html")],
    };

    public static TheoryData<string, string> Options
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var command in Commands())
            {
                foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool) && option.Name.StartsWith("--", StringComparison.Ordinal)))
                {
                    data.Add(command.Name, option.Name);
                }

                foreach (var argument in command.Arguments)
                {
                    data.Add(command.Name, argument.Name);
                }
            }

            return data;
        }
    }

    [Theory(Timeout = 600_000)]
    [MemberData(nameof(Options))]
    public async Task A_value_that_nobody_means_ends_in_a_sentence(string command, string option)
    {
        foreach (var value in Values)
        {
            var line = Line(command, option, value);
            var outcome = await InProcess.RunAsync(line);

            var context = $"{string.Join(' ', line.Select(word => word.Length > 100 ? word[..100] + "..." : word))}\n{outcome.Error}";
            Assert.True(outcome.ExitCode is 0 or 1 or 2, context);
            Assert.False(outcome.Error.Contains(InProcess.Fault, StringComparison.Ordinal) || outcome.Error.Contains("   at ", StringComparison.Ordinal), context);
            Assert.True(outcome.ExitCode == 0 || outcome.Error.Length > 0 || command == "doctor", context);
            Assert.DoesNotContain(outcome.Output + outcome.Error, character => char.IsControl(character) && character is not ('\n' or '\t'));
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("plan", "--target", "https://huggingface.co/a/b")]
    [InlineData("plan", "--target", "a/b/c")]
    [InlineData("plan", "--target", "")]
    [InlineData("plan", "llama-3.1-8b", "--", "--host", "a;b")]
    [InlineData("launch", "llama-3.1-8b", "--no-fetch", "--", "--host", "a;b")]
    [InlineData("plan", "llama-3.1-8b", "--tp", "2147483647")]
    [InlineData("cache", "remove", "a/b/c")]
    [InlineData("generate", "--attach", "http://127.0.0.1:9", "--api-key", "key-with-newline\n", "--prompt", "hi")]
    public async Task A_process_ends_with_1_or_2_and_says_why(params string[] arguments)
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, arguments);

        Assert.InRange(outcome.ExitCode, 1, 2);
        Assert.Single(outcome.ErrorLines, line => line.StartsWith("specbundle", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(InProcess.Fault, outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_nobody_expected_is_one_sentence_with_the_way_to_report_it()
    {
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, outputRedirected: true, errorRedirected: true);

        var exitCode = await LastResort.RunAsync(terminal, () => throw new InvalidOperationException("Sequence contains \u001b[2Jno elements"));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("specbundle: This is a fault of specbundle ", line, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: Sequence contains \uFFFD[2Jno elements (in ", line, StringComparison.Ordinal);
        Assert.EndsWith("Please report this line, with the command, to the authors of SpecBundle for .NET.", line, StringComparison.Ordinal);
    }

    private static string[] Line(string command, string option, string value)
    {
        // What a command writes, it writes below the tests' own folder.
        var given = option is "--output" or "--log" && value.Trim().Length > 0 && value[0] != '/' ? Path.Combine(Folder, "out", value.Replace("..", "dots", StringComparison.Ordinal)) : value;
        string[] words = command == "remove" ? ["cache", "remove"] : command == "specbundle" ? [] : [command];
        var enough = Enough.GetValueOrDefault(command, []);
        if (!option.StartsWith("--", StringComparison.Ordinal))
        {
            return [.. words, given, .. enough.SkipWhile(word => !word.StartsWith("--", StringComparison.Ordinal))];
        }

        var at = Array.IndexOf(enough, option);
        string[] others = option is "--target" or "--draft" or "--pair" ? enough[1..] : enough;
        at = Array.IndexOf(others, option);
        others = at < 0 ? others : [.. others[..at], .. others[(at + 2)..]];
        return [.. words, .. others, .. option == "--draft" ? ["--target", "a/b"] : Array.Empty<string>(), $"{option}={given}"];
    }

    /// <summary>What the commands wrote; it goes when all have run.</summary>
    internal sealed class Written : IDisposable
    {
        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private static IEnumerable<Command> Commands()
    {
        var root = CommandLine.Commands(new Terminal(TextWriter.Null, TextWriter.Null, true, true), []);
        return root.Subcommands.SelectMany(command => command.Subcommands.Prepend(command));
    }
}
