using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>Where the app has a factory of HTTP clients, every call goes through the app's handlers, and a token still reaches no other host.</summary>
public sealed class AppClientTests
{
    private const int Timeout = 60_000;
    private const string Token = "hf_reader";

    private readonly ConcurrentQueue<(HttpMethod Method, Uri Address, string? Authorization)> _seen = new();

    private static RepositoryText Gated => RepositoryText.Target().With("gated", "auto").With("readers", new JsonArray(Token));

    [Fact(Timeout = Timeout)]
    public async Task An_apps_handler_sees_every_call_and_the_token_on_those_to_the_Hub_alone()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", Gated));
        var services = new ServiceCollection();
        services.AddSpecBundleHub(options => hub.Fill(options, Token)).AddHttpMessageHandler(() => new RecordingHandler(_seen));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<HubClient>();
        Assert.Same(client, provider.GetRequiredService<HubClient>());
        Assert.NotNull((await client.PullAsync(new ModelPair("org/target", null))).Target);

        // A HEAD of the large file, which answers with a redirect, then a GET of the storage: hop by hop through the handler.
        var storage = new Uri(hub.Storage).Authority;
        Assert.Contains(_seen, call => call.Method == HttpMethod.Head && call.Address.AbsolutePath.EndsWith("/model.safetensors", StringComparison.Ordinal) && call.Authorization == $"Bearer {Token}");
        Assert.Contains(_seen, call => call.Address.Authority == storage);
        Assert.All(_seen, call => Assert.Equal(call.Address.Authority == storage ? null : $"Bearer {Token}", call.Authorization));
        Assert.Equal((await hub.RequestsAsync()).Count, _seen.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_renamed_repository_is_followed_through_the_apps_handlers()
    {
        await using var hub = await HubProcess.StartAsync(("org/old", new RepositoryText().With("renamedTo", "org/target")), ("org/target", Gated));
        await using var provider = Provider();
        var options = hub.Options(Token);
        options.HttpClientFactory = provider.GetRequiredService<IHttpClientFactory>();
        using var client = new HubClient(options);
        Assert.Equal("org/target", (await client.PullAsync(new ModelPair("org/old", null))).Target!.RenamedTo);
        Assert.Contains(_seen, call => call.Address.AbsolutePath.StartsWith("/api/models/org/old", StringComparison.Ordinal));
        Assert.Contains(_seen, call => call.Address.AbsolutePath.StartsWith("/api/models/org/target", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task Each_attempt_of_a_question_goes_through_the_apps_handlers_no_sooner_than_the_Hub_asks()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = 503, Headers = { ["Retry-After"] = "7" } });
        await using var provider = Provider();
        var options = hub.Options();
        options.HttpClientFactory = provider.GetRequiredService<IHttpClientFactory>();
        var time = new WaitList();
        options.TimeProvider = time;
        using var client = new HubClient(options);
        await client.PlanPullAsync(new ModelPair("org/target", null));
        Assert.Equal(2, _seen.Count(call => call.Address.AbsolutePath.Contains("/revision/", StringComparison.Ordinal)));
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("the default one")]
    [InlineData("SocketsHttpHandler")]
    [InlineData("HttpClientHandler")]
    public async Task A_client_that_follows_redirects_by_itself_is_refused_before_it_is_asked_anything(string primary)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", Gated));
        await using var provider = Provider(primary switch
        {
            "SocketsHttpHandler" => () => new SocketsHttpHandler(),
            "HttpClientHandler" => () => new HttpClientHandler(),
            _ => null,
        }, isOurs: false);
        foreach (var token in new[] { Token, null })
        {
            var refused = await RefusedAsync(hub, provider.GetRequiredService<IHttpClientFactory>(), token);
            Assert.Contains("follows redirects by itself", refused.Message, StringComparison.Ordinal);
            Assert.Contains("AddSpecBundleHub", refused.Hint, StringComparison.Ordinal);
        }

        Assert.Empty(await hub.RequestsAsync());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_handler_that_would_take_the_token_to_another_host_never_gets_it()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await using var provider = Provider(() => new CarelessHandler());
        var factory = provider.GetRequiredService<IHttpClientFactory>();
        var refused = await RefusedAsync(hub, factory, Token);
        Assert.Contains(nameof(CarelessHandler), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("can't be looked at", (await RefusedAsync(hub, new ClosedFactory(), Token)).Message, StringComparison.Ordinal);
        Assert.Empty(await hub.RequestsAsync());

        // Without a token there is nothing to lose; what it followed is refused when it is seen.
        Assert.Contains("followed a redirect to " + new Uri(hub.Storage).Authority, (await RefusedAsync(hub, factory, token: null)).Message, StringComparison.Ordinal);
        Assert.All(await hub.RequestsAsync(), request => Assert.Null(request.Authorization));
    }

    [Fact(Timeout = Timeout)]
    public async Task An_apps_own_handler_without_redirects_is_as_good_as_ours()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", Gated));
        await using var provider = Provider(() => new HttpClientHandler { AllowAutoRedirect = false }, isOurs: false);
        var options = hub.Options(Token);
        options.HttpClientFactory = provider.GetRequiredService<IHttpClientFactory>();
        using var client = new HubClient(options);
        Assert.NotNull((await client.PullAsync(new ModelPair("org/target", null))).Target);
        Assert.All((await hub.RequestsAsync()).Where(request => request.Host == "storage"), request => Assert.Null(request.Authorization));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_factorys_own_logs_show_neither_the_token_nor_a_signature()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", Gated));
        using var log = new LogList();
        var services = new ServiceCollection();
        services.AddLogging(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddSpecBundleHub(options => hub.Fill(options, Token));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<HubClient>().PullAsync(new ModelPair("org/target", null));
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Token, StringComparison.Ordinal) || line.Contains("signature=", StringComparison.Ordinal));
    }

    private static async Task<HubException> RefusedAsync(HubProcess hub, IHttpClientFactory factory, string? token)
    {
        var options = hub.Options(token);
        options.HttpClientFactory = factory;
        using var client = new HubClient(options);
        return await Refusal.OfAsync(HubFailureReason.UnsafeHttpClient, () => client.PullAsync(new ModelPair("org/target", null)));
    }

    /// <summary>An app's services with its recording handler; the client registered by us or by the app alone.</summary>
    private ServiceProvider Provider(Func<HttpMessageHandler>? primary = null, bool isOurs = true)
    {
        var services = new ServiceCollection();
        var builder = (isOurs ? services.AddSpecBundleHub() : services.AddHttpClient(HubClient.HttpClientName)).AddHttpMessageHandler(() => new RecordingHandler(_seen));
        if (primary is not null)
        {
            builder.ConfigurePrimaryHttpMessageHandler(primary);
        }

        return services.BuildServiceProvider();
    }

    private sealed class ClosedFactory : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new CarelessHandler());
    }

    /// <summary>Notes every wait, and waits for none of them as long.</summary>
    private sealed class WaitList : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
        }
    }
}
