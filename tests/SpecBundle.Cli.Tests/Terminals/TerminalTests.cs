using System.Net;
using System.Text.RegularExpressions;
using SpeculativeDecoding.Cli;
using Spectre.Console;

namespace SpeculativeDecoding.Tests;

/// <summary>What reaches a terminal: of us what it can show, of others text alone.</summary>
public sealed partial class TerminalTests
{
    private const string Hostile = "\u001b[2J\u001b]0;owned\a\u001b]52;c;b3duZWQ=\a\u001b[?1049h\u009b32m\u202Etxt.exe\u2066";

    [GeneratedRegex(@"\u001b(?!=|>|\[\?1[hl]|\[[0-9;]*m|\[K|\[\?25[lh]|\[\d*[AG])")]
    private static partial Regex ForeignEscape { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public void Whoever_writes_an_escape_writes_text()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, outputRedirected: true, errorRedirected: true);

        terminal.Output.Write(Hostile);
        terminal.Output.WriteLine(Hostile);
        terminal.Error.WriteLine(Hostile);
        terminal.Error.Write("{0} {1}", Hostile, Hostile.ToCharArray());
        var table = new Table();
        table.AddColumn(new TableColumn(new Text(Hostile)));
        table.AddRow(new Text(Hostile));
        terminal.Styled.Write(table);
        terminal.StyledError.Write(new PrintableRenderable(table));

        Assert.Contains("txt.exe", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(output.ToString() + error, character => (char.IsControl(character) && character != '\n') || character is '\u202E' or '\u2066');
    }

    [Fact(Timeout = 60_000)]
    public void JSON_says_what_was_said_in_escapes()
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, outputRedirected: true, errorRedirected: true);

        terminal.Output.WriteJson("{\"text\":\"a\u202E\u009bb\U000E0041\"}");

        Assert.Equal("{\"text\":\"a\\u202e\\u009bb\\udb40\\udc41\"}\n", output.ToString());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_s_escapes_do_not_reach_a_terminal()
    {
        using var server = new SayingServer(HttpStatusCode.BadRequest, Hostile);

        var outcome = await Pty.RunAsync(80, [], Cancellation, "generate", "--attach", server.Address, "--prompt", "hi");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("txt.exe", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(ForeignEscape, outcome.Output);
        Assert.DoesNotContain(outcome.Output, character => character is '\u009b' or '\u202E' or '\u2066' or '\a');
    }

    [Theory(Timeout = 240_000)]
    [InlineData(20)]
    [InlineData(1)]
    [InlineData(500)]
    public async Task Any_width_of_a_terminal_will_do(int columns)
    {
        foreach (var command in (string[])["catalog", "catalog llama-3.1-8b", "plan llama-3.1-8b", "doctor tiny", "generate tiny --prompt hi --max-new-tokens 4"])
        {
            var outcome = await Pty.RunAsync(columns, [], Cancellation, command.Split(' '));

            Assert.True(outcome.ExitCode == 0 || command.StartsWith("doctor", StringComparison.Ordinal), outcome.Output);
            Assert.DoesNotContain(InProcess.Fault, outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_terminal_without_a_cursor_gets_no_escape_at_all()
    {
        foreach (var command in (string[])["catalog llama-3.1-8b", "doctor tiny", "generate tiny --prompt hi --max-new-tokens 4"])
        {
            var outcome = await Pty.RunAsync(80, [new("TERM", "dumb")], Cancellation, command.Split(' '));

            Assert.DoesNotContain('\u001b', outcome.Output);
            Assert.NotEmpty(outcome.Output);
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task NO_COLOR_is_kept_to_while_lines_still_change()
    {
        var outcome = await Pty.RunAsync(80, [new("NO_COLOR", "1")], Cancellation, "generate", "tiny", "--prompt", "hi", "--max-new-tokens", "4");

        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotMatch(@"\u001b\[[0-9;]*[1-9][0-9;]*m", outcome.Output);
        Assert.Contains("\u001b[K", outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_in_which_all_failed_has_a_table_without_NaN()
    {
        using var server = new SayingServer(HttpStatusCode.BadRequest, "no");

        var outcome = await CommandProcess.RunAsync(Cancellation, "generate", "--attach", server.Address, "--prompt", "hi");

        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain("NaN", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("unknown", outcome.Output, StringComparison.Ordinal);
    }
}
