using System.Collections;

namespace SpeculativeDecoding;

/// <summary>What the log of a launch must not show: the server's own secrets, those of its environment, and the Hub's token.</summary>
internal static class LaunchSecrets
{
    private static readonly string[] OtherTokens = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_DISABLE_IMPLICIT_TOKEN"];

    public static SecretMask Mask(LaunchPlan plan, IReadOnlyDictionary<string, string> environment)
    {
        var inherited = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value));
        var variables = environment.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)).Concat(inherited);
        return new SecretMask(
            [plan.ApiKey, .. plan.SecretValues()],
            [.. variables.Where(variable => Secrets.IsSecretVariable(variable.Key)).Select(variable => variable.Value?.Trim()), HubTokenOfFile(environment)]);
    }

    /// <summary>The token that was saved by a login: the server reads it too.</summary>
    private static string? HubTokenOfFile(IReadOnlyDictionary<string, string> environment)
    {
        string? Variable(string name) => OtherTokens.Contains(name) ? null : environment.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);
        try
        {
            return HubSettings.Read(Variable).Token?.Value;
        }
        catch (InvalidValueException)
        {
            // Nobody can use it, so nobody shows it.
            return null;
        }
    }
}
