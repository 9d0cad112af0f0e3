using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>--trace</c>: a recorded trace, which says what was asked and when.</summary>
internal sealed class TraceOption
{
    private readonly Option<string?> _file = new("--trace") { Description = "A trace: prompts or lengths, each with the time at which it is due (timestamp); the requests follow these times.", HelpName = "FILE" };
    private readonly Option<string?> _unit = new("--trace-unit") { Description = "What a timestamp counts, where it is a number. Default: s.", HelpName = "ms|s" };

    public TraceOption() => _unit.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: not ("ms" or "s") } token])
        {
            result.AddError($"--trace-unit is ms or s, not '{token.Value}'.");
        }
    });

    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_unit);
    }

    /// <summary>Null where none is named.</summary>
    public string? File(ParseResult result) => result.GetValue(_file) is { } file ? file
        : result.GetValue(_unit) is null ? null
        : throw new UsageException("--trace-unit is of a trace; name its file with --trace.");

    public Task<IReadOnlyList<BenchmarkPrompt>> ReadAsync(ParseResult result, string name, CancellationToken cancellationToken) =>
        ArrivalTrace.ReadAsync(File(result)!, TimeSpan.FromMilliseconds(result.GetValue(_unit) is "ms" ? 1 : 1_000), name, cancellationToken);
}
