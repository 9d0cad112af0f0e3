namespace SpeculativeDecoding;

/// <summary>A server is ready when <c>/health</c> answers and one real generation came back: health alone has been seen on servers that then hung.</summary>
internal static class Readiness
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public static async Task WaitAsync(SpecClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!await AnswersAsync(client, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }

        await client.GetServerInfoAsync(cancellationToken).ConfigureAwait(false);

        // Ids rather than text: a server without a tokenizer takes them too.
        var probe = new GenerateRequest { InputIds = [1], Sampling = new SamplingParameters { Temperature = 0, MaxNewTokens = 1, IgnoreEndToken = true }, Stream = false };
        await client.GenerateAsync(probe, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asked again soon, so each time but once.</summary>
    private static async Task<bool> AnswersAsync(SpecClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.Connection.ProbeAsync(HttpMethod.Get, "health", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (GenerateException)
        {
            return false;
        }
    }
}
