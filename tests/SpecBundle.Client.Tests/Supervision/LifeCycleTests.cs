using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace SpeculativeDecoding.Tests;

/// <summary>One life cycle for every server: launched or attached, stopped, dead or lost.</summary>
public sealed class LifeCycleTests : IDisposable
{
    private readonly FakePython _python = new();

    [Fact(Timeout = 120_000)]
    public async Task A_busy_server_stops_at_once_and_every_request_hears_that_it_was_stopped()
    {
        // Without a limit: a server that finished its requests first would run for minutes.
        var options = TestApp.EmbeddedOptions();
        options.StopGrace = Timeout.InfiniteTimeSpan;
        var server = await SpecBundle.LaunchAsync(Catalog.Tiny, options, null, TestContext.Current.CancellationToken);
        var answers = Enumerable.Range(0, 50).Select(_ => new RunningAnswer(server.Client, null, TestContext.Current.CancellationToken, tokens: 1900)).ToList();
        await answers[0].HasBegun;

        var clock = Stopwatch.StartNew();
        await server.DisposeAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stopped in {clock.Elapsed.TotalSeconds:F2} s"));
        foreach (var answer in answers)
        {
            var error = await Assert.ThrowsAsync<ServerStoppedException>(() => answer.Result);
            Assert.Contains("The app stopped the server.", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Hint);
            Assert.NotNull(error.Partial);
        }

        var exit = await server.Exited;
        Assert.Equal((ServerState.Stopped, ServerState.Stopped), (exit.State, server.State));
        Assert.Equal(await server.StopAsync(TestContext.Current.CancellationToken), exit.Stop);
        Assert.False(exit.Stop!.WasKilled);
        Assert.Null(exit.Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_asked_of_a_stopped_server_says_so_and_of_a_disposed_one_which_object_it_was()
    {
        var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);

        await server.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ServerStoppedException>(() => server.Client.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ServerStoppedException>(() => server.Client.GetServerInfoAsync(TestContext.Current.CancellationToken));
        await server.DisposeAsync();
        var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => server.Client.GenerateAsync("x", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(nameof(SpecServer), error.ObjectName);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_the_client_of_a_server_leaves_both_as_they_are()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);

        server.Client.Dispose();

        Assert.Equal("0.5.17", (await server.Client.GetServerInfoAsync(TestContext.Current.CancellationToken)).Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_a_client_of_ones_own_ends_its_requests_with_what_had_arrived()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
        var client = new SpecClient(server.Address, new SpecClientOptions { ApiKey = server.ApiKey });
        var answer = new RunningAnswer(client, null, TestContext.Current.CancellationToken);
        await answer.HasBegun;

        client.Dispose();

        var error = await Assert.ThrowsAsync<ServerStoppedException>(() => answer.Result);
        Assert.Equal("a", error.Partial!.Text);
        Assert.Equal(nameof(SpecClient), (await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GenerateAsync("x"))).ObjectName);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_is_let_go_lives_on_without_the_requests_of_this_app()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
        var attached = await AttachAsync(server);
        var own = new RunningAnswer(attached.Client, "own", TestContext.Current.CancellationToken);
        var foreign = new RunningAnswer(server.Client, "foreign", TestContext.Current.CancellationToken);
        await Task.WhenAll(own.HasBegun, foreign.HasBegun);

        await attached.DisposeAsync();

        Assert.Contains("let the server go", (await Assert.ThrowsAsync<ServerStoppedException>(() => own.Result)).Message, StringComparison.Ordinal);
        Assert.Equal(ServerState.Stopped, (await attached.Exited).State);
        Assert.True(await server.Client.IsHealthyAsync(TestContext.Current.CancellationToken));
        Assert.False(foreign.Result.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_attached_server_that_is_killed_is_noticed()
    {
        var options = _python.Options("startup/plain");
        var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);
        await using var attached = await AttachAsync(server);
        Assert.Equal(ServerState.Running, attached.State);

        await server.DisposeAsync();
        var clock = Stopwatch.StartNew();
        var exit = await attached.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"noticed after {clock.Elapsed.TotalSeconds:F1} s"));
        Assert.Equal((ServerState.Lost, ServerState.Lost), (exit.State, attached.State));
        Assert.Equal(server.Address, Assert.IsType<ServerUnreachableException>(exit.Error).Address);
        Assert.Throws<ServerUnreachableException>(attached.ThrowIfGone);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_client_follows_its_server_to_another_one()
    {
        var first = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
        await using var second = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
        using var client = new SpecClient(first.Address, new SpecClientOptions { ApiKey = first.ApiKey });
        await client.GetServerInfoAsync(TestContext.Current.CancellationToken);

        await first.DisposeAsync();
        client.Follow(second);

        Assert.Equal(second.Address, client.Address);
        Assert.Equal("0.5.17", (await client.GetServerInfoAsync(TestContext.Current.CancellationToken)).Version);
        client.Dispose();
        Assert.Equal(ServerState.Running, second.State);
        Assert.True(await second.Client.IsHealthyAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_whose_client_was_sent_elsewhere_stops_itself_alone()
    {
        var first = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
        await using var second = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
        var address = first.Address;
        var running = new RunningAnswer(second.Client, null, TestContext.Current.CancellationToken);
        await running.HasBegun;

        first.Client.Follow(second);
        await first.DisposeAsync();

        Assert.Equal(address, first.Address);
        Assert.Equal(ServerState.Running, second.State);
        Assert.False(running.Result.IsCompleted);
        Assert.True(await second.Client.IsHealthyAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_handler_of_the_apps_that_throws_keeps_no_server_alive()
    {
        await using var services = new ServiceCollection().AddSpecBundleHttpClients()
            .ConfigureHttpClientDefaults(builder => builder.AddHttpMessageHandler(() => new BrokenAborts())).BuildServiceProvider();
        var options = _python.Options("startup/plain");
        options.Client.HttpClientFactory = services.GetRequiredService<IHttpClientFactory>();
        var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);
        var answer = new RunningAnswer(server.Client, null, TestContext.Current.CancellationToken);
        await answer.HasBegun;

        await server.DisposeAsync();

        await Assert.ThrowsAsync<ServerStoppedException>(() => answer.Result);
        Assert.Equal(ServerState.Stopped, (await server.Exited).State);
    }

    public void Dispose() => _python.Dispose();

    private sealed class BrokenAborts : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath.EndsWith("abort_request", StringComparison.Ordinal) ? throw new InvalidOperationException("The circuit is open.") : base.SendAsync(request, cancellationToken);
    }

    private static Task<SpecServer> AttachAsync(SpecServer server) =>
        SpecBundle.AttachAsync(server.Address, new AttachOptions { Client = { ApiKey = server.ApiKey } }, TestContext.Current.CancellationToken);
}
