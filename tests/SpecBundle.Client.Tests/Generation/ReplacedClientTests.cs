namespace SpeculativeDecoding.Tests;

/// <summary>What an app's own test needs: a client without a server, and answers that it makes itself.</summary>
public sealed class ReplacedClientTests
{
    [Fact(Timeout = 60_000)]
    public async Task An_apps_test_replaces_the_client_by_one_of_its_own()
    {
        using SpecClient client = new Parrot();

        var result = await client.GenerateAsync("one two", cancellationToken: TestContext.Current.CancellationToken);
        var chunks = new List<GenerateChunk>();
        await foreach (var chunk in client.StreamAsync(new() { Prompt = "one two" }, TestContext.Current.CancellationToken))
        {
            chunks.Add(chunk);
        }

        Assert.Equal("one two", result.Text);
        Assert.Equal(2.5, result.Statistics.Speculation!.AcceptLength);
        Assert.Equal(["one", " two"], chunks.Select(chunk => chunk.Text));
        Assert.Equal([7], chunks[0].OutputIds.ToArray());
        Assert.Equal((1, 1, TimeSpan.FromSeconds(1)), (chunks[1].NewTokens, chunks[1].CompletionTokens, chunks[1].Elapsed));
        Assert.Null(chunks[0].Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_that_the_replacement_leaves_out_says_so()
    {
        using SpecClient client = new Parrot();

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => client.GetServerInfoAsync(TestContext.Current.CancellationToken));

        Assert.Contains(nameof(Parrot), error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Errors_can_be_made_for_a_test_and_have_their_hints()
    {
        var partial = new PartialAnswer { Text = "half", Statistics = new RequestStatistics { CompletionTokens = 2 } };
        GenerateException[] errors =
        [
            new ServerUnreachableException(new Uri("http://127.0.0.1:9"), "it is down"), new StreamCutException(partial), new RequestRejectedException(429, "busy"),
            new RequestAbortedException(new FinishReason { Kind = FinishKind.Abort, Name = "abort" }, partial), new GenerateTimeoutException(TimeSpan.FromSeconds(1), GenerateLimit.Idle, partial),
            new MalformedAnswerException("it is no JSON"), new ServerStoppedException("The app stopped the server.", partial), new ServerLostException(new ServerDiedException("It died.", -9, null, []), partial),
        ];

        Assert.All(errors, error => Assert.False(string.IsNullOrWhiteSpace(error.Hint)));
        Assert.Equal("half", errors[1].Partial!.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0, "Nothing of the answer had arrived.")]
    [InlineData(1, "1 token had arrived and is kept.")]
    [InlineData(2, "2 tokens had arrived and are kept.")]
    public void An_error_says_how_much_had_arrived(int tokens, string said)
    {
        var partial = new PartialAnswer { Statistics = new RequestStatistics { CompletionTokens = tokens } };

        Assert.EndsWith(said, new StreamCutException(partial).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void A_chunk_that_nothing_was_written_to_is_an_empty_one()
    {
        var chunk = default(GenerateChunk);

        Assert.Equal(("", 0, 0, null), (chunk.Text, chunk.NewTokens, chunk.CompletionTokens, chunk.Result));
        Assert.True(chunk.Utf8Text.IsEmpty && chunk.OutputIds.IsEmpty);
    }

    private sealed class Parrot : SpecClient
    {
        public override async IAsyncEnumerable<GenerateChunk> StreamAsync(GenerateRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return new GenerateChunk("one", [7]);
            var statistics = new RequestStatistics { CompletionTokens = 5, Speculation = new SpeculationStatistics { VerifySteps = 2, CompletionTokens = 5 } };
            yield return new GenerateChunk(" two", elapsed: TimeSpan.FromSeconds(1), result: new GenerateResult { Text = request.Prompt!, Statistics = statistics });
        }
    }
}
