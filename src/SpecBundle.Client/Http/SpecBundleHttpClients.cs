using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace SpeculativeDecoding;

/// <summary>The HTTP clients of this library in an app's <see cref="IHttpClientFactory"/>.</summary>
public static class SpecBundleHttpClients
{
    private static readonly string[] Cutting = ["ResilienceHandler", "PolicyHttpMessageHandler"];

    /// <summary>
    /// Registers <see cref="SpecClient.ControlHttpClientName"/> and <see cref="SpecClient.GenerationHttpClientName"/>. Both get the app's handlers, defaults included,
    /// but the second none that retries or cuts: the standard resilience handler would end a generation after 10 seconds and run it again.
    /// <see cref="HubServices.AddSpecBundleHub"/> is called, too: a launch pulls its models through <see cref="HubClient.HttpClientName"/>.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSpecBundleHttpClients(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSpecBundleHub();
        services.AddHttpClient(SpecClient.ControlHttpClientName).ConfigurePrimaryHttpMessageHandler(Primary);
        services.AddHttpClient(SpecClient.GenerationHttpClientName).ConfigurePrimaryHttpMessageHandler(Primary)
            .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
            {
                foreach (var handler in handlers.Where(IsCutting).ToList())
                {
                    handlers.Remove(handler);
                }
            });
        return services;
    }

    /// <summary>Whether a generation's handlers have one among them that retries or cuts; by name, since this library does not depend on the packages that bring them.</summary>
    internal static bool CutsGenerations(IHttpClientFactory factory)
    {
        if (factory is not IHttpMessageHandlerFactory handlers)
        {
            return false;
        }

        for (var handler = handlers.CreateHandler(SpecClient.GenerationHttpClientName); handler is DelegatingHandler delegating; handler = delegating.InnerHandler)
        {
            if (IsCutting(delegating))
            {
                return true;
            }
        }

        return false;
    }

    private static SocketsHttpHandler Primary() => ServerHandler.Create(TimeSpan.FromSeconds(10), useProxy: true);

    private static bool IsCutting(DelegatingHandler handler) => Cutting.Contains(handler.GetType().Name);
}
