namespace SpeculativeDecoding;

/// <summary>Knows which flags and variables carry secrets.</summary>
internal static class Secrets
{
    private static readonly string[] Endings = ["TOKEN", "KEY", "SECRET", "PASSWORD", "CREDENTIALS"];

    public static string? VariableOf(string flag) => ServerSetting.Secrets.FirstOrDefault(setting => setting.Flag == flag)?.SecretVariable;

    public static bool IsSecretVariable(string name) =>
        Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
