using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpeculativeDecoding.Cli;

/// <summary>One sentence on what is wrong with a command line, with the nearest name where one was misspelt.</summary>
internal static class Suggestions
{
    private const int FarthestTypo = 3;
    private const int ShortName = 6;

    public static string Improve(ParseResult result)
    {
        var error = result.Errors[0];
        var message = error.Message.Trim();
        if (result.UnmatchedTokens is [var unmatched, ..])
        {
            return Unknown(result.CommandResult, unmatched) ?? OfFile(result.CommandResult, unmatched) ?? Unknown(unmatched);
        }

        if (error.SymbolResult is OptionResult { Option: var option } given)
        {
            if (given.Tokens.Count == 0)
            {
                return $"{Lacking(option)}.";
            }

            // The parser's own words name a type of .NET.
            if (message.StartsWith("Cannot parse argument", StringComparison.Ordinal) && KindOf(option) is { } kind)
            {
                return $"{option.Name} is {kind}, not '{given.Tokens[^1].Value}'.";
            }
        }

        return message.EndsWith('.') ? message : message + ".";
    }

    /// <summary>That an option has no value, without the stop.</summary>
    public static string Lacking(Option option) => option.HelpName == AttachOption.ValueName
        ? $"{option.Name} needs an address such as {AttachOption.Example}"
        : $"{option.Name} needs a value ({option.HelpName})";

    public static string Unknown(string word) => $"'{word}' is not known here.";

    /// <summary>What an unknown word was meant to be; null where nothing is near.</summary>
    public static string? Unknown(CommandResult command, string word)
    {
        var options = OptionsOf(command).ToList();
        if (OtherNames.Find(word, options) is { } remedy)
        {
            return $"{Unknown(word)[..^1]}; {remedy}";
        }

        var farthest = word.Length <= "--".Length + ShortName ? FarthestTypo - 1 : FarthestTypo;
        if (NearestNames.Of(word, command.Command.Subcommands.Select(child => child.Name).Concat(options), count: 1) is [var nearest] && NearestNames.Distance(nearest, word) <= farthest)
        {
            return $"{Unknown(word)[..^1]}; did you mean '{nearest}'?";
        }

        return word.StartsWith("--", StringComparison.Ordinal) && options.Contains("--engine") ? $"{Unknown(word)} Arguments for the server follow '--'." : null;
    }

    public static IEnumerable<string> OptionsOf(CommandResult command)
    {
        for (SymbolResult? part = command; part is CommandResult { Command: var own }; part = part.Parent)
        {
            foreach (var option in own.Options.Where(option => part == command || option.Recursive))
            {
                yield return option.Name;
            }
        }
    }

    private static string? OfFile(CommandResult command, string word) => File.Exists(word) && OptionsOf(command).Contains("--prompts")
        ? $"'{word}' is a file; prompts are given as --prompts {word}."
        : null;

    private static string? KindOf(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        var type when type == typeof(int) => "a whole number",
        var type when type == typeof(double) => "a number",
        _ => null,
    };
}
