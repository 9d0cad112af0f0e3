using System.Net;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>What can be bound: an IP address or a host name.</summary>
internal static partial class HostRule
{
    private const int LongestName = 253;

    /// <summary>What speaks against a host; null where nothing does.</summary>
    public static string? Objection(string? host)
    {
        if (string.IsNullOrEmpty(host))
        {
            return "a server binds an IP address or a host name";
        }

        if (host[0] == '[')
        {
            return "an IPv6 address is written without brackets here";
        }

        if (host.Contains(':'))
        {
            return AddressPattern().IsMatch(host) && IPAddress.TryParse(host, out _) ? null : "it is no IPv6 address, and the port is an option of its own";
        }

        if (host.Length > LongestName || !NamePattern().IsMatch(host))
        {
            return "it is neither an IP address nor a host name, which has letters, digits, '-' and '.' only";
        }

        return LooksLikeAddress().IsMatch(host) && (host.Count(character => character == '.') != 3 || !IPAddress.TryParse(host, out _)) ? "it is no IP address" : null;
    }

    [GeneratedRegex(@"\A[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\z")]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"\A(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();

    /// <summary>A name whose last part is a number is taken for an address.</summary>
    [GeneratedRegex(@"(\A|\.)\d+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LooksLikeAddress();
}
