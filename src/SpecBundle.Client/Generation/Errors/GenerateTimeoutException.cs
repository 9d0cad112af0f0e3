using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>The server kept silent for longer than the options allow. The request was aborted on the server.</summary>
public sealed class GenerateTimeoutException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="duration">The time that passed.</param>
    /// <param name="limit">Which limit it was.</param>
    /// <param name="partial">What had arrived; null where the request was never sent.</param>
    public GenerateTimeoutException(TimeSpan duration, GenerateLimit limit, PartialAnswer? partial)
        : base(
            FormattableString.Invariant($"The server sent {(limit == GenerateLimit.Idle ? "nothing more" : "no token")} for {duration.TotalSeconds:0.###} s, the limit of {NameOf(limit)}.{Arrived(partial)}"),
            limit switch
            {
                GenerateLimit.FirstToken => "A long queue or prompt takes its time: SpecClientOptions.FirstTokenTimeout (LaunchOptions.Client, AttachOptions.Client) sets the limit. Otherwise look at the server's log.",
                GenerateLimit.Idle => "Look at the server's log; SpecClientOptions.IdleTimeout (LaunchOptions.Client, AttachOptions.Client) sets the limit.",
                _ => "The HttpClient that the app gave ended it: set its Timeout to Timeout.InfiniteTimeSpan, and SpecClientOptions.FirstTokenTimeout sets the limit.",
            },
            partial) => (Duration, Limit) = (duration, limit);

    private static string NameOf(GenerateLimit limit) => limit switch
    {
        GenerateLimit.FirstToken => $"{nameof(SpecClientOptions)}.{nameof(SpecClientOptions.FirstTokenTimeout)}",
        GenerateLimit.Idle => $"{nameof(SpecClientOptions)}.{nameof(SpecClientOptions.IdleTimeout)}",
        _ => $"{nameof(System.Net.Http.HttpClient)}.{nameof(System.Net.Http.HttpClient.Timeout)}",
    };

    /// <summary>The time that passed.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Which limit it was.</summary>
    public GenerateLimit Limit { get; }
}

/// <summary>The limits on a request's time.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GenerateLimit>))]
public enum GenerateLimit
{
    /// <summary>The wait for the first token: <see cref="SpecClientOptions.FirstTokenTimeout"/>.</summary>
    FirstToken,

    /// <summary>The wait between two frames: <see cref="SpecClientOptions.IdleTimeout"/>.</summary>
    Idle,

    /// <summary>The <see cref="System.Net.Http.HttpClient.Timeout"/> of a client that the app gave; it counts until the headers have come.</summary>
    HttpClient,
}
