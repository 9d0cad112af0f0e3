using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Is the server there, is it ready, does it really generate?</summary>
internal sealed class HealthRoutes(ServerContext server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public void Map(Router router)
    {
        router.Map("GET", "/health", HealthAsync);
        router.Map("GET", "/health_generate", HealthGenerateAsync);
        router.Map("GET", "/ping", context => Responses.EmptyAsync(context, StatusCodes.Status200OK));
    }

    private Task HealthAsync(HttpContext context) => Responses.EmptyAsync(
        context, server.Status.Phase == ServerPhase.Up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private async Task HealthGenerateAsync(HttpContext context)
    {
        if (server.Status.Phase != ServerPhase.Up)
        {
            await HealthAsync(context).ConfigureAwait(false);
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Patience);
        var sampling = new SamplingRequest { MaxNewTokens = 1, Engine = new EngineSampling { Temperature = 0 } };
        using var probe = server.Generations.Start(new GenerationRequest($"HEALTH_CHECK_{Guid.NewGuid():N}", [0], sampling, Stream: false));
        var status = StatusCodes.Status200OK;
        try
        {
            await probe.CompleteAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            status = StatusCodes.Status503ServiceUnavailable;
        }

        await Responses.EmptyAsync(context, status).ConfigureAwait(false);
    }
}
