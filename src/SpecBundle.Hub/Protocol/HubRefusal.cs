using System.Net;

namespace SpeculativeDecoding;

/// <summary>Turns an answer of the Hub that is no success into the error it means: by its header first, then by its status.</summary>
internal static class HubRefusal
{
    public const string InvalidToken = "Invalid credentials in Authorization header";
    private const string Disabled = "Access to this resource is disabled.";

    public static HubException Of(HttpResponseMessage response, HubQuestion question, HubSettings settings, DateTimeOffset now)
    {
        var repository = question.Repository.Name;
        var hasToken = settings.Token is not null;
        var code = Header(response, "X-Error-Code");
        var message = Header(response, "X-Error-Message");
        var withheld = settings.WithheldToken is { } kept ? HubFailure.Withheld(kept, settings.Endpoint) : null;
        return (code, response.StatusCode) switch
        {
            ("RevisionNotFound", _) => HubFailure.RevisionNotFound(repository, question.Revision),
            ("EntryNotFound", _) => HubFailure.FileNotFound(repository, question.Revision, question.File),
            ("GatedRepo", _) => HubFailure.Gated(repository, new Uri(settings.Endpoint, question.Repository.Path), hasToken, withheld),
            (_, HttpStatusCode.Forbidden) when message == Disabled => HubFailure.RepositoryDisabled(repository),
            (_, HttpStatusCode.Unauthorized) when message == InvalidToken && settings.Token is { } token => HubFailure.TokenRejected(repository, token.Source),
            ("RepoNotFound", _) or (_, HttpStatusCode.Unauthorized) => HubFailure.RepositoryNotFound(repository, hasToken, withheld),
            (_, HttpStatusCode.TooManyRequests) => HubFailure.RateLimited(repository, RateLimit.WaitOf(response, now)),
            (_, HttpStatusCode.NotFound) when question.File is { } file => HubFailure.FileNotFound(repository, question.Revision, file),
            (_, HttpStatusCode.NotFound) => HubFailure.RepositoryNotFound(repository, hasToken, withheld),
            _ => HubFailure.Unreachable(
                repository, settings.Endpoint.Authority, $"it answered {(int)response.StatusCode} {Said(response.ReasonPhrase ?? "", settings)}{(message is null ? "" : $" ({Said(message, settings)})")}".TrimEnd()),
        };
    }

    /// <summary>A server may repeat the token that it was sent.</summary>
    private static string Said(string text, HubSettings settings) => Foreign.Text(settings.Token is { } token ? text.Replace(token.Value, "***", StringComparison.Ordinal) : text);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value ? value : null;
}
