using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Tells a name on the Hub from a local folder.</summary>
internal static partial class ModelName
{
    public static bool IsFolder(string name) =>
        Path.IsPathRooted(name) || name is "." or ".." || StartsLikeAPath().IsMatch(name) || Directory.Exists(name);

    /// <summary>Whether it has the shape of a name on the Hub, organization and model.</summary>
    public static bool IsOnHub(string name) => HubName().IsMatch(name);

    /// <summary>The name as it is, where it can be one.</summary>
    /// <param name="name">What somebody wrote.</param>
    /// <param name="property">Where, for example <c>TargetModel.Repository</c>.</param>
    /// <exception cref="InvalidValueException">It is neither a name on the Hub nor a folder.</exception>
    public static string Validate(string name, string property)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Trim().Length > 0 && !name.Contains('\0') && (IsFolder(name) || IsOnHub(name)))
        {
            return name;
        }

        throw new InvalidValueException(property, InvalidValueException.Show(name), "a model is a name on the Hub (organization/model) or a folder", Hint(name));
    }

    /// <summary>What speaks for a mistyped folder, in a sentence; null where nothing does.</summary>
    public static string? DoubtOf(string name) =>
        IsOnHub(name) && !IsFolder(name) && name.Split('/')[0] is var organization && Directory.Exists(organization)
            ? $"{name} is taken for a name on the Hub: there is a folder {organization} here, and no {LastPart(name)} in it."
            : null;

    /// <summary>Where the folder of that name lies.</summary>
    public static string FolderOf(string name) =>
        Path.GetFullPath(name.StartsWith('~') ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + name[1..] : name);

    public static string LastPart(string name) => name.TrimEnd('/', '\\').Split('/', '\\')[^1];

    private static string Hint(string name) =>
        string.IsNullOrWhiteSpace(name) ? "Name the model."
        : Address().Match(name) is { Success: true, Groups: [_, { Value: var repository }] } ? $"Write {repository}: the name alone, not its address."
        : name.Contains("://", StringComparison.Ordinal) ? "Download it, and give its folder."
        : $"Write ./{Printable.Name(name)} for a folder of that name, which does not exist yet.";

    // The pages of a repository lie below it.
    [GeneratedRegex(@"^https?://[^/]+/([A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*)(?:/|$)")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(\.{1,2}|~)[/\\]")]
    private static partial Regex StartsLikeAPath();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex HubName();
}
