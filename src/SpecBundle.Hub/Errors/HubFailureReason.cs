using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>Why a pull, or a look into the cache, did not succeed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HubFailureReason>))]
public enum HubFailureReason
{
    /// <summary>The Hub does not answer, or answers with an error that stays.</summary>
    Unreachable,

    /// <summary>What answers is no Hub: a mirror or a proxy that drops headers, or a list of files without an end.</summary>
    NotAHub,

    /// <summary>The Hub must not be asked (<c>HF_HUB_OFFLINE</c>), and the cache lacks something.</summary>
    Offline,

    /// <summary>Too many requests, and the wait that the Hub asks for is longer than five minutes; shorter ones are waited for.</summary>
    RateLimited,

    /// <summary>The repository does not exist, or is private: to those who may not read it the Hub answers alike.</summary>
    RepositoryNotFound,

    /// <summary>The repository exists, the revision does not.</summary>
    RevisionNotFound,

    /// <summary>The repository and the revision exist, the file does not.</summary>
    FileNotFound,

    /// <summary>The repository's license must be accepted first, by the account of the token.</summary>
    Gated,

    /// <summary>The Hub does not know the token.</summary>
    TokenRejected,

    /// <summary>The Hub has disabled the repository.</summary>
    RepositoryDisabled,

    /// <summary>The disk of the cache has too little room. Nothing was downloaded.</summary>
    DiskFull,

    /// <summary>The cache can't be read or written: a read-only folder, a folder of somebody else, a disk that filled up meanwhile.</summary>
    CacheUnusable,

    /// <summary>A model can't be removed from the cache while somebody pulls it. Nothing was removed.</summary>
    CacheInUse,

    /// <summary>A download broke off again and again. What arrived is kept, and the next pull goes on there.</summary>
    DownloadFailed,

    /// <summary>A file is not what the Hub announced, or is named or described in a way that must not be trusted.</summary>
    InvalidFile,

    /// <summary>The pull took longer than <see cref="PullOptions.Timeout"/>. What arrived is kept.</summary>
    TimedOut,

    /// <summary>The app's <see cref="HttpClient"/> follows redirects by itself, or may: a token could reach another host.</summary>
    UnsafeHttpClient,
}
