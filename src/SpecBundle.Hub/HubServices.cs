using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SpeculativeDecoding;

/// <summary>Registers the Hub's client with an app's services.</summary>
public static class HubServices
{
    /// <summary>
    /// Registers one <see cref="HubClient"/> for the whole app, and the named <see cref="HttpClient"/> that its calls go through,
    /// which follows no redirects, keeps no cookies and has no time-out of its own: the Hub's client does without.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Where the Hub and its cache are, and with which token; null leaves it to the Hub's variables.</param>
    /// <returns>The builder of the named client, for the app's own handlers.</returns>
    public static IHttpClientBuilder AddSpecBundleHub(this IServiceCollection services, Action<HubOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<HubOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<HubOptions>>().Value;
            options.HttpClientFactory ??= provider.GetRequiredService<IHttpClientFactory>();
            return new HubClient(options);
        });
        return services.AddHttpClient(HubClient.HttpClientName)
            .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => HubHandlers.Primary(TimeSpan.FromSeconds(10)));
    }
}
