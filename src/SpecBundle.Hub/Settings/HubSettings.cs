namespace SpeculativeDecoding;

/// <summary>Where the Hub and its cache are, by the options and the variables that every client of the Hub reads.</summary>
internal sealed record HubSettings
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary><c>HF_ENDPOINT</c>, else <c>https://huggingface.co/</c>; it ends with a slash.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The token to send; null where there is none, or it is not sent.</summary>
    public HubToken? Token { get; init; }

    /// <summary>A token that is not sent, since everybody on the way to the endpoint could read it; null where there is none.</summary>
    public HubToken? WithheldToken { get; init; }

    /// <summary>The folder above the cache, which holds the token: <c>HF_HOME</c>, else <c>huggingface</c> in the user's cache folder.</summary>
    public required string Home { get; init; }

    /// <summary>The cache: <c>HF_HUB_CACHE</c>, else <c>hub</c> in <see cref="Home"/>.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>No request may be made.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Files are put into snapshots themselves, without links.</summary>
    public bool AvoidsLinks { get; init; }

    /// <summary>How long the Hub may take to answer about a file.</summary>
    public TimeSpan AnswerTimeout { get; init; } = DefaultTimeout;

    /// <summary>The wait before a download that broke is gone on with; it doubles with each failure in a row.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a download may bring nothing.</summary>
    public TimeSpan StallTimeout { get; init; } = DefaultTimeout;

    /// <summary>The clock that waits go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="InvalidValueException">An option, <c>HF_ENDPOINT</c> or the token has a value that can't be used.</exception>
    public static HubSettings Of(HubOptions options)
    {
        OptionRules.Endpoint("HubOptions.Endpoint", options.Endpoint);
        OptionRules.Folder("HubOptions.CacheFolder", options.CacheFolder);
        OptionRules.Token("HubOptions.Token", options.Token);
        TimeLimit.Check("HubOptions.AnswerTimeout", options.AnswerTimeout ?? DefaultTimeout);
        var read = Read(options.Variable, options.Endpoint, options.Token, options.AllowTokenOverHttp);
        return read with
        {
            CacheFolder = options.CacheFolder ?? read.CacheFolder,
            AnswerTimeout = options.AnswerTimeout ?? read.AnswerTimeout,
            FirstWait = options.FirstWait,
            TimeProvider = options.TimeProvider ?? throw new InvalidValueException("HubOptions.TimeProvider", null, "it must be a clock, for example TimeProvider.System"),
        };
    }

    /// <summary>What the variables say, where the caller does not.</summary>
    /// <param name="variable">A variable of the environment; null where it is not set.</param>
    /// <param name="endpoint">The caller's endpoint.</param>
    /// <param name="token">The caller's token.</param>
    /// <param name="allowsTokenOverHttp">Whether the caller lets a token go out in plain text; null where he does not say.</param>
    public static HubSettings Read(Func<string, string?> variable, Uri? endpoint = null, string? token = null, bool? allowsTokenOverHttp = null)
    {
        var home = HubVariables.Path(variable, "HF_HOME") ?? Path.Combine(
            HubVariables.Path(variable, "XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "huggingface");
        var hub = new Uri((endpoint ?? ReadEndpoint(variable("HF_ENDPOINT"))).AbsoluteUri.TrimEnd('/') + "/");
        var found = token is null ? HubToken.Find(variable, home) : new HubToken(token, "HubOptions.Token");
        var isSent = hub.Scheme == Uri.UriSchemeHttps || hub.IsLoopback || (allowsTokenOverHttp ?? HubVariables.IsTrue(variable(HubToken.OverHttpVariable)));
        return new HubSettings
        {
            Endpoint = hub,
            Token = isSent ? found : null,
            WithheldToken = isSent ? null : found,
            Home = home,
            CacheFolder = HubVariables.Path(variable, "HF_HUB_CACHE") ?? HubVariables.Path(variable, "HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub"),
            IsOffline = HubVariables.IsTrue(variable("HF_HUB_OFFLINE") is { Length: > 0 } offline ? offline : variable("TRANSFORMERS_OFFLINE")),
            AvoidsLinks = HubVariables.IsTrue(variable("HF_HUB_DISABLE_SYMLINKS")),
            AnswerTimeout = HubVariables.Seconds(variable("HF_HUB_ETAG_TIMEOUT"), DefaultTimeout),
            StallTimeout = HubVariables.Seconds(variable("HF_HUB_DOWNLOAD_TIMEOUT"), DefaultTimeout),
        };
    }

    private static Uri ReadEndpoint(string? text)
    {
        var address = HubVariables.Text(text) ?? "https://huggingface.co";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidValueException("HF_ENDPOINT", address, "it must be an address that begins with https:// or http://");
    }
}
