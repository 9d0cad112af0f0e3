using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.Tests;

/// <summary>What a real server says no to, and how.</summary>
public sealed class RefusalTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    private static readonly GenerateRequest Whole = new() { Prompt = "x", Stream = false };

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.err_bad_param", 500, "Internal Server Error")]
    [InlineData("eagle3.err_bad_value", 400, "temperature must be a non-negative finite number, got -1.")]
    [InlineData("eagle3.err_no_text", 400, "Either text, input_ids or input_embeds should be provided.")]
    [InlineData("eagle3.err_not_json", 400, "[{'type': 'missing', 'loc': ('body',), 'msg': 'Field required', 'input': None}]")]
    [InlineData("eagle3.err_too_long", 400, "The input (5004 tokens) is longer than the model's context length (2048 tokens).")]
    [InlineData("key.wrong", 401, "Unauthorized")]
    public async Task A_refused_request_has_the_status_and_the_servers_words(string name, int status, string message)
    {
        using var client = new SpecClient(server.Address(name), new SpecClientOptions());

        var error = await Assert.ThrowsAsync<RequestRejectedException>(() => client.GenerateAsync(Whole, TestContext.Current.CancellationToken));

        Assert.Equal((status, message), (error.StatusCode, error.ServerMessage));
        Assert.Null(error.Partial);
    }

    [Fact(Timeout = Limit)]
    public async Task A_list_of_validation_errors_is_kept_whole()
    {
        using var client = new SpecClient(server.Address("eagle3.err_type"), new SpecClientOptions());

        var error = await Assert.ThrowsAsync<RequestRejectedException>(() => client.GenerateAsync(Whole, TestContext.Current.CancellationToken));

        Assert.Equal(400, error.StatusCode);
        Assert.StartsWith("[{'type': 'string_type'", error.ServerMessage, StringComparison.Ordinal);
        Assert.EndsWith("'input': 5}]", error.ServerMessage, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData(";cut=1")]
    public async Task An_error_frame_in_a_stream_is_a_refusal_too(string options)
    {
        using var client = new SpecClient(server.Address("eagle3.err_too_long_stream", options), new SpecClientOptions());

        var error = await Assert.ThrowsAsync<RequestRejectedException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal(400, error.StatusCode);
        Assert.StartsWith("The input (5004 tokens)", error.ServerMessage, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.err_bad_id")]
    [InlineData("death.bad_token_id")]
    public async Task A_connection_that_closes_without_a_byte_is_a_cut_answer(string name)
    {
        using var client = new SpecClient(server.Address(name), new SpecClientOptions());

        var error = await Assert.ThrowsAsync<StreamCutException>(() => client.GenerateAsync(Whole, TestContext.Current.CancellationToken));

        Assert.Equal("", error.Partial!.Text);
    }

    [Fact(Timeout = Limit)]
    public async Task A_port_where_nobody_listens_is_an_unreachable_server()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        using var client = new SpecClient(address, new SpecClientOptions());

        var error = await Assert.ThrowsAsync<ServerUnreachableException>(() => client.GenerateAsync(Whole, TestContext.Current.CancellationToken));

        Assert.Equal(address, error.Address);
        Assert.False(await client.IsHealthyAsync(TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Limit)]
    [InlineData("content-type: text/html\r\n\r\n<html>Welcome</html>")]
    [InlineData("content-type: application/json\r\n\r\n[1, 2]")]
    [InlineData("content-type: application/json\r\n\r\n{\"text\":\"no meta_info\"}")]
    [InlineData("content-type: text/event-stream\r\n\r\ndata: nonsense\n\n")]
    [InlineData("content-type: text/event-stream\r\n\r\ndata: {\"text\":\"\\ud800\",\"meta_info\":{}}\n\n")]
    [InlineData("content-type: text/event-stream\r\n\r\ndata: [DONE]\n\n")]
    public async Task An_answer_of_another_kind_of_server_is_a_malformed_answer(string response)
    {
        var name = server.Add(System.Text.Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n" + response));
        using var client = new SpecClient(server.Address(name), new SpecClientOptions());

        await Assert.ThrowsAsync<MalformedAnswerException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));
    }
}
