namespace SpeculativeDecoding;

/// <summary>How the Hub is reached and where its cache is. Everything has a default, from the variables that every client of the Hub reads (<c>HF_TOKEN</c>, <c>HF_HOME</c>, <c>HF_ENDPOINT</c>, ...).</summary>
public sealed class HubOptions
{
    /// <summary>The address of the Hub, or of a mirror. A token goes to this host alone.</summary>
    /// <value>The default value is null: <c>HF_ENDPOINT</c>, else <c>https://huggingface.co</c>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>The folder of the cache, which other clients of the Hub share.</summary>
    /// <value>The default value is null: <c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>, else <c>~/.cache/huggingface/hub</c>.</value>
    public string? CacheFolder { get; set; }

    /// <summary>A token of the Hub. It is sent to the endpoint alone, and is in no log and no message.</summary>
    /// <value>The default value is null: <c>HF_TOKEN</c>, else the file that the Hub's login writes, else none.</value>
    public string? Token { get; set; }

    /// <summary>Whether the token may go to an endpoint whose address begins with <c>http://</c>, where everybody on the way can read it. An endpoint on this machine gets it in any case.</summary>
    /// <value>The default value is null: <c>SPECBUNDLE_TOKEN_OVER_HTTP</c>, else false: the token is not sent, and that is noted.</value>
    public bool? AllowTokenOverHttp { get; set; }

    /// <summary>How long the Hub may take to answer a question. Downloads have <see cref="PullOptions.StallTimeout"/>.</summary>
    /// <value>The default value is null: <c>HF_HUB_ETAG_TIMEOUT</c>, else ten seconds. <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan? AnswerTimeout { get; set; }

    /// <summary>
    /// The app's factory: every call goes through its client <see cref="HubClient.HttpClientName"/>, so that the app's handlers see it.
    /// <see cref="HubServices.AddSpecBundleHub"/> registers that client; one that follows redirects by itself is refused.
    /// </summary>
    /// <value>The default value is null: a pooled handler of our own.</value>
    public IHttpClientFactory? HttpClientFactory { get; set; }

    /// <summary>Variables that count before those of this process; null for one that is to count as unset.</summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The clock that waits go by.</summary>
    /// <value>The default value is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The wait before the first repetition; each later one waits twice as long.</summary>
    internal TimeSpan FirstWait { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A variable as these options see it.</summary>
    internal string? Variable(string name) => Environment.TryGetValue(name, out var value) ? value : System.Environment.GetEnvironmentVariable(name);
}
