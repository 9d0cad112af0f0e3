namespace SpeculativeDecoding;

/// <summary>How a pair is fetched. Everything has a default; the Hub's own variables (<c>HF_TOKEN</c>, <c>HF_HOME</c>, <c>HF_ENDPOINT</c>, ...) are read besides.</summary>
public sealed class PullOptions
{
    /// <summary>The branch, tag or commit of the target.</summary>
    /// <value>The default value is <c>main</c>.</value>
    public string TargetRevision { get; set; } = "main";

    /// <summary>The branch, tag or commit of the draft.</summary>
    /// <value>The default value is <c>main</c>.</value>
    public string DraftRevision { get; set; } = "main";

    /// <summary>Whether the draft is fetched besides the target.</summary>
    /// <value>The default value is true.</value>
    public bool UseDraft { get; set; } = true;

    /// <summary>The folder of the cache.</summary>
    /// <value>The default value is null: <c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>, else <c>~/.cache/huggingface/hub</c>, as every client of the Hub.</value>
    public string? CacheFolder { get; set; }

    /// <summary>A token of the Hub. It is sent to the endpoint alone, and is in no log and no message.</summary>
    /// <value>The default value is null: <c>HF_TOKEN</c>, else the file that the Hub's login writes.</value>
    public string? Token { get; set; }

    /// <summary>Connections at once, over all files; each needs 256 KiB of memory.</summary>
    /// <value>The default value is 8.</value>
    public int Connections { get; set; } = 8;

    /// <summary>How long a connection may bring nothing before it is made again.</summary>
    /// <value>The default value is null: <c>HF_HUB_DOWNLOAD_TIMEOUT</c>, else ten seconds.</value>
    public TimeSpan? StallTimeout { get; set; }

    /// <summary>How long the whole pull may take. What arrived until then is kept.</summary>
    /// <value>The default value is null: as long as it takes.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The clock that time-outs go by.</summary>
    /// <value>The default value is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
