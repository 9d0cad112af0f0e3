namespace SpeculativeDecoding;

/// <summary>What a launch plan is made from besides the pair and the machine. Everything has a default.</summary>
public class PlanOptions
{
    /// <summary>What serves the pair.</summary>
    /// <value>The default value is null: SGLang, and the embedded server for <see cref="Catalog.Tiny"/> alone.</value>
    public LaunchEngine? Engine { get; set; }

    /// <summary>The numbers of speculative decoding.</summary>
    /// <value>The default value is null: what the pair recommends, 3,1,4 where it says nothing. Ignored when <see cref="WithoutDraft"/> is set.</value>
    public SpeculationSettings? Speculation { get; set; }

    /// <summary>Serve the target alone, by plain decoding.</summary>
    /// <value>The default value is false.</value>
    public bool WithoutDraft { get; set; }

    /// <summary>GPUs that share the target's weights.</summary>
    /// <value>The default value is null: the smallest number that fits the memory and divides the heads.</value>
    public int? TensorParallelSize { get; set; }

    /// <summary>The address to bind.</summary>
    /// <value>The default value is <c>127.0.0.1</c>.</value>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The TCP port to bind.</summary>
    /// <value>The default value is null: the launcher picks a free one at each launch.</value>
    public int? Port { get; set; }

    /// <summary>The key that every request must carry. It never appears in a log, a message or a list of processes.</summary>
    /// <value>The default value is null: the launcher makes a random one at each launch.</value>
    public string? ApiKey { get; set; }

    /// <summary>Requests that may run at once. SGLang silently lowers it to 48 under speculative decoding unless it is given.</summary>
    /// <value>The default value is null: 48, given explicitly.</value>
    public int? MaxRunningRequests { get; set; }

    /// <summary>The share of GPU memory for weights and KV cache, between 0 and 1.</summary>
    /// <value>The default value is null: what the pair recommends, else SGLang's own choice.</value>
    public double? MemoryFractionStatic { get; set; }

    /// <summary>The longest context served, in tokens.</summary>
    /// <value>The default value is null: what the pair recommends, else the target's own.</value>
    public int? ContextLength { get; set; }

    /// <summary>Consent to run Python code that comes with the model's repository.</summary>
    /// <value>The default value is false: a pair that needs it is refused with an error that says so.</value>
    public bool AllowRemoteCode { get; set; }

    /// <summary>The SGLang release to plan for.</summary>
    /// <value>The default value is null: the installed one.</value>
    public string? SglangVersion { get; set; }

    /// <summary>Further arguments for the server, as typed. One that contradicts a typed option is an error.</summary>
    /// <value>The default value is empty.</value>
    public IList<string> ExtraArguments { get; } = [];

    /// <summary>Further environment variables of the server.</summary>
    /// <value>The default value is empty; the environment of this process is inherited.</value>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
