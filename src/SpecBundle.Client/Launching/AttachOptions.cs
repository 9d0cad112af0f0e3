using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>How to reach a server that runs already.</summary>
public sealed class AttachOptions
{
    /// <summary>Its API key.</summary>
    /// <value>The default value is null: it asks for none.</value>
    public string? ApiKey { get; set; }

    /// <summary>The size of the target's vocabulary. Token ids outside it are refused before they are sent.</summary>
    /// <value>The default value is null: what the server tells, else unknown.</value>
    public int? VocabularySize { get; set; }

    /// <summary>Where the client logs.</summary>
    /// <value>The default value is null: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock that time-outs go by.</summary>
    /// <value>The default value is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
