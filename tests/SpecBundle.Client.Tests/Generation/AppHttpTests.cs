using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace SpeculativeDecoding.Tests;

/// <summary>An app's own HTTP stack: its factory, its handlers, its resilience.</summary>
public sealed class AppHttpTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task The_apps_handlers_see_short_calls_and_generations()
    {
        var seen = new ConcurrentQueue<string>();
        await using var services = Services(seen, resilience: false).AddSpecBundleHttpClients().BuildServiceProvider();
        var address = server.Address(server.AddServer(("server_info", "eagle3.get_server_info_after"), ("generate", "eagle3.generate_stream")));
        using var client = new SpecClient(address, new SpecClientOptions { HttpClientFactory = services.GetRequiredService<IHttpClientFactory>(), ApiKey = "sk-1" });

        await client.GetServerInfoAsync(TestContext.Current.CancellationToken);
        var result = await client.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotEmpty(result.Text);
        Assert.Equal(["GET server_info Bearer sk-1", "POST generate Bearer sk-1"], seen);
    }

    [Fact(Timeout = Limit)]
    public async Task A_resilience_handler_around_generations_is_refused_with_the_line_that_helps()
    {
        await using var services = Services([], resilience: true).BuildServiceProvider();

        var error = Assert.Throws<InvalidValueException>(() => new SpecClient(server.Address("nowhere"), new SpecClientOptions { HttpClientFactory = services.GetRequiredService<IHttpClientFactory>() }));

        Assert.Equal("SpecClientOptions.HttpClientFactory", error.Property);
        Assert.Contains("services.AddSpecBundleHttpClients()", error.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task With_the_registered_clients_the_apps_resilience_guards_short_calls_alone()
    {
        using var flaky = new FlakyServer(refusals: 3, HttpStatusCode.InternalServerError);
        await using var services = Services([], resilience: true).AddSpecBundleHttpClients().BuildServiceProvider();
        using var client = new SpecClient(flaky.Address, new SpecClientOptions { HttpClientFactory = services.GetRequiredService<IHttpClientFactory>() });

        var refused = await Assert.ThrowsAsync<RequestRejectedException>(() => client.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal((500, 1), (refused.StatusCode, flaky.Requests));

        // The app's handler repeats what failed with 500; this client itself would not.
        Assert.True(await client.IsHealthyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(4, flaky.Requests);
    }

    [Fact(Timeout = Limit)]
    public async Task A_short_call_that_did_not_reach_the_server_is_repeated_and_a_generation_never_is()
    {
        using var flaky = new FlakyServer(refusals: 1, status: null);
        using var client = new SpecClient(flaky.Address);
        Assert.True(await client.IsHealthyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, flaky.Requests);

        using var again = new FlakyServer(refusals: 1, status: null);
        using var other = new SpecClient(again.Address);
        await Assert.ThrowsAnyAsync<GenerateException>(() => other.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(1, again.Requests);
    }

    [Fact(Timeout = Limit)]
    public async Task An_http_client_of_the_apps_carries_every_call_and_stays_the_apps()
    {
        var seen = new ConcurrentQueue<string>();
        using var http = new HttpClient(new Recorder(seen) { InnerHandler = new SocketsHttpHandler() }) { BaseAddress = server.Address(server.AddServer(("server_info", "eagle3.get_server_info_after"), ("generate", "eagle3.generate_stream"))) };
        using (var client = new SpecClient(http))
        {
            await client.GetServerInfoAsync(TestContext.Current.CancellationToken);
            await client.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(["GET server_info ", "POST generate "], seen);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("server_info", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact(Timeout = Limit)]
    public async Task A_time_out_of_the_apps_http_client_is_named_as_such()
    {
        using var http = new HttpClient { BaseAddress = server.Address("eagle3.generate_stream", ";hang=0"), Timeout = TimeSpan.FromMilliseconds(300) };
        using var client = new SpecClient(http);

        var error = await Assert.ThrowsAsync<GenerateTimeoutException>(() => client.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((GenerateLimit.HttpClient, TimeSpan.FromMilliseconds(300)), (error.Limit, error.Duration));
        Assert.Contains("HttpClient", error.Hint, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(null)]
    [InlineData("relative/path")]
    [InlineData("ftp://127.0.0.1/")]
    public void An_address_that_is_none_is_refused(string? address)
    {
        var uri = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute);

        Assert.Equal("address", Assert.Throws<InvalidValueException>(() => new SpecClient(uri!, null)).Property);
    }

    private static ServiceCollection Services(ConcurrentQueue<string> seen, bool resilience)
    {
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(builder =>
        {
            builder.AddHttpMessageHandler(() => new Recorder(seen));
            if (resilience)
            {
                builder.AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
            }
        });
        return services;
    }

    private sealed class Recorder(ConcurrentQueue<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Enqueue($"{request.Method} {request.RequestUri!.Segments[^1]} {request.Headers.Authorization}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A server that closes its first connections without a word, or answers them with a status, and all others with 200.</summary>
    private sealed class FlakyServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _requests;

        public FlakyServer(int refusals, HttpStatusCode? status)
        {
            _listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _ = ServeAsync(refusals, status);
        }

        public Uri Address { get; }

        public int Requests => Volatile.Read(ref _requests);

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(int refusals, HttpStatusCode? status)
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptTcpClientAsync();
                    _ = await connection.GetStream().ReadAsync(new byte[65536]);
                    var answer = Interlocked.Increment(ref _requests) > refusals ? HttpStatusCode.OK : status;
                    if (answer is { } code)
                    {
                        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)code} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
