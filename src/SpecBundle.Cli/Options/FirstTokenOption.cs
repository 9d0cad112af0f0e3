using System.CommandLine;
using System.Globalization;

namespace SpeculativeDecoding.Cli;

/// <summary><c>--first-token-timeout</c>: how long a server that is there may send nothing.</summary>
internal sealed class FirstTokenOption(TimeSpan usual)
{
    private readonly Option<TimeSpan?> _limit = SecondsOption.Create(
        "--first-token-timeout", string.Create(CultureInfo.InvariantCulture, $"Seconds that a request waits for its first token, queue and prefill included. Default: {usual.TotalSeconds}."));

    public void AddTo(Command command) => command.Options.Add(_limit);

    public TimeSpan Read(ParseResult result) => result.GetValue(_limit) ?? usual;
}
