namespace SpeculativeDecoding;

/// <summary>Where the Hub and its cache are, by the variables that every client of the Hub reads.</summary>
internal sealed record HubSettings
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary><c>HF_ENDPOINT</c>, else <c>https://huggingface.co/</c>; it ends with a slash.</summary>
    public required Uri Endpoint { get; init; }

    public HubToken? Token { get; init; }

    /// <summary>The folder above the cache, which holds the token: <c>HF_HOME</c>, else <c>huggingface</c> in the user's cache folder.</summary>
    public required string Home { get; init; }

    /// <summary>The cache: <c>HF_HUB_CACHE</c>, else <c>hub</c> in <see cref="Home"/>.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>No request may be made.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Files are put into snapshots themselves, without links.</summary>
    public bool AvoidsLinks { get; init; }

    /// <summary>How long the Hub may take to answer about a file.</summary>
    public TimeSpan MetadataTimeout { get; init; } = DefaultTimeout;

    /// <summary>The wait before a download that broke is gone on with; it doubles with each failure in a row.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a download may bring nothing.</summary>
    public TimeSpan StallTimeout { get; init; } = DefaultTimeout;

    /// <exception cref="HubSettingsException"><c>HF_ENDPOINT</c> is not an address.</exception>
    public static HubSettings Read(Func<string, string?> variable)
    {
        var home = HubVariables.Path(variable, "HF_HOME") ?? Path.Combine(
            HubVariables.Path(variable, "XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "huggingface");
        return new HubSettings
        {
            Endpoint = ReadEndpoint(variable("HF_ENDPOINT")),
            Token = HubToken.Find(variable, home),
            Home = home,
            CacheFolder = HubVariables.Path(variable, "HF_HUB_CACHE") ?? HubVariables.Path(variable, "HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub"),
            IsOffline = HubVariables.IsTrue(variable("HF_HUB_OFFLINE")) || HubVariables.IsTrue(variable("TRANSFORMERS_OFFLINE")),
            AvoidsLinks = HubVariables.IsTrue(variable("HF_HUB_DISABLE_SYMLINKS")),
            MetadataTimeout = HubVariables.Seconds(variable("HF_HUB_ETAG_TIMEOUT"), DefaultTimeout),
            StallTimeout = HubVariables.Seconds(variable("HF_HUB_DOWNLOAD_TIMEOUT"), DefaultTimeout),
        };
    }

    /// <summary>The same with what the caller said.</summary>
    public HubSettings With(PullOptions options) => this with
    {
        Token = HubToken.Clean(options.Token) is { } token ? new HubToken(token, "the options") : Token,
        CacheFolder = options.CacheFolder ?? CacheFolder,
        StallTimeout = options.StallTimeout ?? StallTimeout,
    };

    private static Uri ReadEndpoint(string? text)
    {
        var address = HubVariables.Text(text) ?? "https://huggingface.co";
        return Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new HubSettingsException("HF_ENDPOINT", $"'{address}' is not an address that begins with https:// or http://.");
    }
}
