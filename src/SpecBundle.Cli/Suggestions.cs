using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpeculativeDecoding.Cli;

/// <summary>One sentence on what is wrong with a command line, with the nearest name where one was misspelt.</summary>
internal static class Suggestions
{
    private const int FarthestTypo = 3;

    public static string Improve(ParseResult result)
    {
        var message = result.Errors[0].Message.Trim();
        if (result.UnmatchedTokens is [var unmatched, ..])
        {
            var names = result.CommandResult.Command.Subcommands.Select(command => command.Name)
                .Concat(result.CommandResult.Command.Options.Select(option => option.Name));
            if (NearestNames.Of(unmatched, names, count: 1) is [var nearest] && NearestNames.Distance(nearest, unmatched) <= FarthestTypo)
            {
                return $"'{unmatched}' is not known here; did you mean '{nearest}'?";
            }
        }

        return message.EndsWith('.') ? message : message + ".";
    }
}
