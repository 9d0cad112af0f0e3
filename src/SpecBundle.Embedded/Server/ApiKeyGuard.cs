using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Asks for <c>Authorization: Bearer KEY</c> on every route but /health, /metrics and OPTIONS.</summary>
internal sealed class ApiKeyGuard(string? key)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _expected = key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public bool Admits(HttpRequest request) =>
        _expected is null
        || HttpMethods.IsOptions(request.Method)
        || request.Path.Value is { } path && (path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/metrics", StringComparison.Ordinal))
        || Matches(request.Headers.Authorization.ToString());

    public static Task RefuseAsync(HttpContext context) => Responses.JsonAsync(context, StatusCodes.Status401Unauthorized, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", "Unauthorized");
        json.WriteEndObject();
    });

    // Digests are compared, so that neither time nor length tells about the key.
    private bool Matches(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())), _expected);
}
