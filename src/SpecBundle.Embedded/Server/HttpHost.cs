using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SpeculativeDecoding.Embedded;

/// <summary>Kestrel on the reserved port: access log, API key, then the routes. It reads no settings but ours.</summary>
internal sealed class HttpHost(ReservedPort port, AccessLog accessLog, ApiKeyGuard guard, Router router, ServerLog log) : IAsyncDisposable
{
    // The ids of several contexts of a million tokens.
    private const long MostBodyBytes = 16 * 1024 * 1024;
    private readonly WebApplication _app = Build(port);

    public async Task StartAsync()
    {
        _app.Run(HandleAsync);
        try
        {
            await _app.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            throw ReservedPort.Refused(cause, port.Host, port.Port);
        }
    }

    /// <summary>Stops listening, and gives answers in flight that long to end.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        using var limit = new CancellationTokenSource(grace);
        await _app.StopAsync(limit.Token).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(ReservedPort port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(options => options.CreateBoundListenSocket = _ => port.Socket);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostBodyBytes;
            options.Listen(port.EndPoint);
        });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext context)
    {
        accessLog.Watch(context);
        try
        {
            await (guard.Admits(context.Request) ? router.HandleAsync(context) : ApiKeyGuard.RefuseAsync(context)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: nobody is left to answer.
        }
        catch (EngineLostException)
        {
            context.Abort();
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await RouteErrors.MalformedAsync(context, exception.Message, exception.StatusCode).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ConnectionResetException and not IOException)
        {
            log.Error($"ERROR:    Exception in {context.Request.Path}: {exception}");
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            await RouteErrors.InternalAsync(context).ConfigureAwait(false);
        }
        catch (IOException)
        {
            context.Abort();
        }
    }

    private static SocketException? Cause(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException socket)
            {
                return socket;
            }
        }

        return null;
    }
}
