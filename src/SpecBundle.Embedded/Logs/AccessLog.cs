using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SpeculativeDecoding.Embedded;

/// <summary>One line for each answer, when it begins: <c>INFO:     127.0.0.1:46570 - "GET /health HTTP/1.1" 200 OK</c>.</summary>
internal sealed class AccessLog(ServerLog log, MetricsRegistry metrics, Router router)
{
    public void Watch(HttpContext context)
    {
        var request = context.Request;
        var (endpoint, method) = (router.Endpoint(request.Path), KnownMethod(request.Method));
        metrics.HttpRequest(endpoint, method);
        context.Response.OnStarting(() =>
        {
            var status = context.Response.StatusCode;
            metrics.HttpResponse(endpoint, method, status);
            if (log.Writes(ServerLogLevel.Info))
            {
                var address = context.Connection.RemoteIpAddress;
                log.Info($"INFO:     {address}:{context.Connection.RemotePort} - \"{request.Method} {request.Path.ToUriComponent()}{request.QueryString} {request.Protocol}\" {status} {ReasonPhrases.GetReasonPhrase(status)}");
            }

            return Task.CompletedTask;
        });
    }

    private static string KnownMethod(string method) => method is "GET" or "POST" or "PUT" or "HEAD" or "OPTIONS" or "DELETE" or "PATCH" ? method : "other";
}
