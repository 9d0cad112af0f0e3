using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>How a client talks to its server.</summary>
public sealed class SpecClientOptions
{
    /// <summary>The server's API key, sent as a bearer token and never logged.</summary>
    /// <value>Default: none.</value>
    public string? ApiKey { get; set; }

    /// <summary>The clock that times and time-outs go by.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs.</summary>
    /// <value>Default: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The longest time to open a connection. Not used with a <see cref="Handler"/> of your own.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for the first token: queue and prefill are in it. For an answer that is not streamed, the longest wait for all of it.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest wait between two frames of an answer.</summary>
    /// <value>Default: 2 minutes.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait for a short answer: server info, health, flush, abort.</summary>
    /// <value>Default: 30 seconds; SGLang's own health check takes up to 20.</value>
    public TimeSpan ControlTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The size of the target's vocabulary. Ids outside it are refused before they are sent.</summary>
    /// <value>Default: what the server tells, else unknown.</value>
    public int? VocabularySize { get; set; }

    /// <summary>A handler of your own, which stays yours to dispose. It must not retry: a retry runs the whole generation again.</summary>
    /// <value>Default: the client's own, for HTTP/1.1, with connections that are not reused after 4 idle seconds since SGLang closes them after 5, and no proxy for loopback.</value>
    public HttpMessageHandler? Handler { get; set; }
}
