using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>How answers are sampled.</summary>
/// <param name="usualMaxNewTokens">The longest answer unless it is given; null where the model ends it.</param>
internal sealed class SamplingOptions(int? usualMaxNewTokens)
{
    private readonly Option<int?> _maxNewTokens = new("--max-new-tokens")
    {
        Description = "The longest answer, in tokens." + (usualMaxNewTokens is null ? " Default: until the model ends it, or the context is full." : ""),
        HelpName = "N",
        DefaultValueFactory = usualMaxNewTokens is null ? null : _ => usualMaxNewTokens,
    };

    private readonly Option<double> _temperature = new("--temperature") { Description = "0 is greedy.", HelpName = "T", DefaultValueFactory = _ => 0 };

    public void AddTo(Command command)
    {
        command.Options.Add(_maxNewTokens);
        command.Options.Add(_temperature);
    }

    public int? MaxNewTokens(ParseResult result) => result.GetValue(_maxNewTokens) is { } given ? AtLeast(1, given, _maxNewTokens.Name) : null;

    public double Temperature(ParseResult result)
    {
        var given = result.GetValue(_temperature);
        return AtLeast(0, double.IsFinite(given) ? given : throw new UsageException($"{_temperature.Name} is a number, and none that is infinite."), _temperature.Name);
    }

    private static T AtLeast<T>(T minimum, T value, string name)
        where T : IComparable<T> =>
        value.CompareTo(minimum) >= 0 ? value : throw new UsageException($"{name} is at least {minimum}, not {value}.");
}
