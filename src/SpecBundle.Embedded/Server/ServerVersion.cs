using System.Reflection;

namespace SpeculativeDecoding.Embedded;

/// <summary>The version of this server, and of the SGLang whose protocol it speaks.</summary>
internal static class ServerVersion
{
    public const string Protocol = "0.5.17";

    /// <summary>Begins with the program's name, so that no reader takes it for a version of SGLang.</summary>
    public static string Text { get; } = $"{UsageText.Program} {Number()}";

    private static string Number()
    {
        var version = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var build = version.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? version : version[..build];
    }
}
