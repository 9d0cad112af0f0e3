using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpeculativeDecoding.Cli;

/// <summary>One sentence on what is wrong with a command line, with the nearest name where one was misspelt.</summary>
internal static class Suggestions
{
    public static string Improve(ParseResult result)
    {
        var message = result.Errors[0].Message.Trim();
        if (result.UnmatchedTokens is [var unmatched, ..])
        {
            var names = result.CommandResult.Command.Subcommands.Select(command => command.Name)
                .Concat(result.CommandResult.Command.Options.Select(option => option.Name));
            var nearest = names.MinBy(name => Distance(name, unmatched));
            if (nearest is not null && Distance(nearest, unmatched) <= 3)
            {
                return $"'{unmatched}' is not known here; did you mean '{nearest}'?";
            }
        }

        return message.EndsWith('.') ? message : message + ".";
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
