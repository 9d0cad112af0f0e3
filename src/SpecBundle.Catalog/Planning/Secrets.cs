namespace SpeculativeDecoding;

/// <summary>Knows which flags and variables carry secrets.</summary>
internal static class Secrets
{
    private static readonly string[] Endings = ["TOKEN", "KEY", "SECRET", "PASSWORD", "CREDENTIALS"];

    internal static string? VariableOf(string flag) => flag switch
    {
        "--api-key" => "SPECBUNDLE_API_KEY",
        "--admin-api-key" => "SPECBUNDLE_ADMIN_API_KEY",
        "--ssl-keyfile-password" => "SPECBUNDLE_SSL_KEYFILE_PASSWORD",
        _ => null,
    };

    internal static bool IsSecretVariable(string name) =>
        Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
