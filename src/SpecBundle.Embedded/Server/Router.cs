using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Finds the handler of a method and a path, and answers with FastAPI's words where there is none.</summary>
internal sealed class Router
{
    private readonly Dictionary<string, Dictionary<string, RequestDelegate>> _routes = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, RequestDelegate Handler)> _prefixes = [];

    public void Map(string methods, string path, RequestDelegate handler)
    {
        foreach (var method in methods.Split(' '))
        {
            if (!_routes.TryGetValue(path, out var byMethod))
            {
                _routes[path] = byMethod = new Dictionary<string, RequestDelegate>(StringComparer.OrdinalIgnoreCase);
            }

            byMethod[method] = handler;
        }
    }

    /// <summary>GET of every path below the prefix.</summary>
    public void MapBelow(string prefix, RequestDelegate handler) => _prefixes.Add((prefix, handler));

    /// <summary>The path where it is a route, a fixed word where not: what is counted must not grow with what clients invent.</summary>
    public string Endpoint(PathString path) => _routes.ContainsKey(path.Value ?? "") ? path.Value! : "other";

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (_routes.TryGetValue(path, out var byMethod))
        {
            return byMethod.TryGetValue(context.Request.Method, out var handler)
                ? handler(context)
                : DetailAsync(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
        }

        foreach (var (prefix, handler) in _prefixes)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal) && HttpMethods.IsGet(context.Request.Method))
            {
                return handler(context);
            }
        }

        return DetailAsync(context, StatusCodes.Status404NotFound, "Not Found");
    }

    private static Task DetailAsync(HttpContext context, int status, string detail) => Responses.JsonAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("detail", detail);
        json.WriteEndObject();
    });
}
