namespace SpeculativeDecoding;

/// <summary>How to reach a server that runs already.</summary>
public sealed class AttachOptions
{
    /// <summary>The client's key, limits, logs and HTTP connections. Its <see cref="SpecClientOptions.ApiKey"/> is the server's.</summary>
    /// <value>The default value has the defaults of <see cref="SpecClientOptions"/>: no key.</value>
    public SpecClientOptions Client { get; set; } = new();

    /// <summary>How often the server is asked whether it is still there, by a light call that generates nothing. When it can't be reached twice in a row, <see cref="SpecServer.Exited"/> completes.</summary>
    /// <value>The default value is 2 seconds. <see cref="Timeout.InfiniteTimeSpan"/> never asks.</value>
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidValueException">A value can't be meant.</exception>
    internal void Check()
    {
        TimeLimit.Check($"{nameof(AttachOptions)}.{nameof(HealthInterval)}", HealthInterval);
        if (Client is null)
        {
            throw new InvalidValueException($"{nameof(AttachOptions)}.{nameof(Client)}", null, "an attached server has client options");
        }
    }
}
