using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Aborting requests and flushing the prefix cache.</summary>
internal sealed class ControlRoutes(ServerContext server)
{
    private const string FlushNote =
        "Please check backend logs for more details. (When there are running or waiting requests, the operation will not be performed.)\n";

    public void Map(Router router)
    {
        router.Map("POST", "/abort_request", RouteErrors.Native(AbortAsync));
        router.Map("GET POST", "/flush_cache", FlushAsync);
    }

    /// <summary>Always 200, as nobody can tell whether the request had just ended. The id is taken as a beginning.</summary>
    private async Task AbortAsync(HttpContext context)
    {
        using var document = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        var rid = document.RootElement.Text("rid") ?? "";
        if (document.RootElement.Switch("abort_all"))
        {
            server.Generations.Abort("");
        }
        else if (rid.Length > 0)
        {
            server.Generations.Abort(rid);
        }

        await Responses.EmptyAsync(context, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private Task FlushAsync(HttpContext context) => server.Generations.TryFlush()
        ? Responses.TextAsync(context, StatusCodes.Status200OK, null, "Cache flushed.\n" + FlushNote)
        : Responses.TextAsync(context, StatusCodes.Status400BadRequest, null, "Cache not flushed.\n" + FlushNote);
}
