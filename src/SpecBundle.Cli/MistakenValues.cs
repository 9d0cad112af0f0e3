using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpeculativeDecoding.Cli;

/// <summary>
/// Options that were read as values: an option that takes a value takes the next word, whatever it is, so that a mistyped
/// or missing word would end up as a prompt file or an output folder named <c>--json</c>.
/// </summary>
internal static class MistakenValues
{
    /// <summary>What is wrong, in a sentence; null where nothing is.</summary>
    /// <param name="result">The command line as parsed.</param>
    /// <param name="args">The words as written: a value that begins so is written with an equals sign (<c>--prompt=--text</c>).</param>
    public static string? Find(ParseResult result, IReadOnlyList<string> args)
    {
        var command = result.CommandResult;
        foreach (var part in command.Children)
        {
            if (part.Tokens.FirstOrDefault(token => LooksLikeOption(token.Value) && args.Contains(token.Value)) is not { } token)
            {
                continue;
            }

            var name = token.Value.Split('=')[0];
            return part is OptionResult { Option: var option } && Suggestions.OptionsOf(command).Contains(name)
                ? $"{Suggestions.Lacking(option)}, and '{name}' is an option."
                : Suggestions.Unknown(command, name) ?? Suggestions.Unknown(name) + (part is OptionResult { Option.Name: var owner } ? $" If it is meant as a value, write {owner}={token.Value}." : "");
        }

        return null;
    }

    private static bool LooksLikeOption(string word) => word.Length > 2 && word.StartsWith("--", StringComparison.Ordinal);
}
