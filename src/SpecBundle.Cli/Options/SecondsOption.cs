using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>Options that are a time limit in seconds.</summary>
internal static class SecondsOption
{
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = argument =>
        {
            if (NumberText.TryRead(argument.Tokens[0].Value, out var seconds) && seconds > 0)
            {
                // Longer than a time can be is longer than anybody waits.
                return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
            }

            argument.AddError($"{name} is a number of seconds above 0, not '{argument.Tokens[0].Value}'.");
            return null;
        },
    };
}
