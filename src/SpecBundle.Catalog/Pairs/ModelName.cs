using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Tells a name on the Hub from a local folder.</summary>
internal static partial class ModelName
{
    public static bool IsFolder(string name) =>
        Path.IsPathRooted(name) || name is "." or ".." || StartsLikeAPath().IsMatch(name) || Directory.Exists(name);

    public static string Validate(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (IsFolder(name) || HubName().IsMatch(name))
        {
            return name;
        }

        throw new ArgumentException(
            $"'{name}' is neither a name on the Hub (organisation/model) nor a folder that exists. Write ./{name} for a folder.", parameter);
    }

    public static string LastPart(string name) => name.TrimEnd('/', '\\').Split('/', '\\')[^1];

    [GeneratedRegex(@"^(\.{1,2}|~)[/\\]")]
    private static partial Regex StartsLikeAPath();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex HubName();
}
