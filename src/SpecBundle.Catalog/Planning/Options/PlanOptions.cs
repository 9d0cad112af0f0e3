namespace SpeculativeDecoding;

/// <summary>What a launch plan is made from besides the pair and the machine. Everything has a default, and a value that can't be meant is an <see cref="InvalidValueException"/> before anything is planned.</summary>
public class PlanOptions
{
    /// <summary>Options that all have their default.</summary>
    public PlanOptions()
    {
    }

    /// <summary>A copy, with lists of its own.</summary>
    /// <param name="other">The options to copy.</param>
    protected PlanOptions(PlanOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Engine = other.Engine;
        Speculation = other.Speculation;
        UseDraft = other.UseDraft;
        TensorParallelSize = other.TensorParallelSize;
        Gpus = other.Gpus is null ? null : [.. other.Gpus];
        GpuShare = other.GpuShare;
        Host = other.Host;
        Port = other.Port;
        ApiKey = other.ApiKey;
        MaxRunningRequests = other.MaxRunningRequests;
        MemoryFractionStatic = other.MemoryFractionStatic;
        ContextLength = other.ContextLength;
        AllowRemoteCode = other.AllowRemoteCode;
        SglangVersion = other.SglangVersion;
        ExtraArguments = [.. other.ExtraArguments];
        Environment = new Dictionary<string, string>(other.Environment, StringComparer.Ordinal);
    }

    /// <summary>What serves the pair.</summary>
    /// <value>The default value is null: SGLang, and the embedded server for <see cref="Catalog.Tiny"/> alone.</value>
    public LaunchEngine? Engine { get; set; }

    /// <summary>The numbers of speculative decoding.</summary>
    /// <value>The default value is null: what the pair recommends, 3,1,4 where it says nothing. Ignored when <see cref="UseDraft"/> is false.</value>
    public SpeculationSettings? Speculation { get; set; }

    /// <summary>Whether the pair's draft is used. When false the target is served alone, by plain decoding.</summary>
    /// <value>The default value is true. A pair without a draft is decoded plainly either way.</value>
    public bool UseDraft { get; set; } = true;

    /// <summary>GPUs that share the target's weights, at least 1.</summary>
    /// <value>The default value is null: the smallest number that fits the memory and divides the heads.</value>
    public int? TensorParallelSize { get; set; }

    /// <summary>The GPUs to serve on, by number as <c>nvidia-smi</c> shows them or by identifier, for example <c>[2, 3]</c>: all of them, or as many of them as <see cref="TensorParallelSize"/> says. They must be among those that <c>CUDA_VISIBLE_DEVICES</c> leaves.</summary>
    /// <value>The default value is null: the plan chooses among the GPUs that the environment leaves and no other server holds, by free memory.</value>
    public IReadOnlyList<GpuId>? Gpus { get; set; }

    /// <summary>The share of each GPU's memory that this server may use, above 0 and at most 1, so that others with a share may start beside it: 0.5 lets two servers share a GPU. Where all of them are to have what they asked for, start the next when the one before is ready.</summary>
    /// <value>The default value is null: all of it, and no other server of this library starts there.</value>
    public double? GpuShare { get; set; }

    /// <summary>The address to bind: an IP address without brackets, or a host name.</summary>
    /// <value>The default value is <c>127.0.0.1</c>: only this machine can reach the server.</value>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The TCP port to bind, from 1 to 65535.</summary>
    /// <value>The default value is null: the launcher picks a free one at each launch.</value>
    public int? Port { get; set; }

    /// <summary>The key that every request must carry: visible ASCII characters, so that a header can carry it. It never appears in a log, a message or a list of processes.</summary>
    /// <value>The default value is null: the launcher makes a random one at each launch. An empty key is refused.</value>
    public string? ApiKey { get; set; }

    /// <summary>Requests that may run at once, at least 1; more wait in a queue. SGLang silently lowers it to 48 under speculative decoding unless it is given.</summary>
    /// <value>The default value is null: 48, given explicitly, with and without a draft.</value>
    public int? MaxRunningRequests { get; set; }

    /// <summary>The share of GPU memory for weights and KV cache, above 0 and below 1.</summary>
    /// <value>The default value is null: what the pair recommends, else SGLang's own choice.</value>
    public double? MemoryFractionStatic { get; set; }

    /// <summary>The longest context served, in tokens, at least 1 and at most the target's own.</summary>
    /// <value>The default value is null: what the pair recommends, else the target's own.</value>
    public int? ContextLength { get; set; }

    /// <summary>Consent to run Python code that comes with the model's repository.</summary>
    /// <value>The default value is false: a pair that needs it is refused with an error that says so.</value>
    public bool AllowRemoteCode { get; set; }

    /// <summary>The release of SGLang to plan for, for example <c>0.5.17</c>. Flags are spelled and checked for it.</summary>
    /// <value>The default value is null: the installed one.</value>
    public string? SglangVersion { get; set; }

    /// <summary>Further arguments for the server, as typed: a flag and its value are two elements, or one with <c>=</c>. One that contradicts a typed option is an error.</summary>
    /// <value>The default value is empty.</value>
    public IList<string> ExtraArguments { get; } = [];

    /// <summary>Further environment variables of the server, by name. <c>CUDA_VISIBLE_DEVICES</c> (<c>HIP_VISIBLE_DEVICES</c>) is the frame in which the plan chooses GPUs, in place of this process's own: numbers as <c>nvidia-smi</c> shows them, or identifiers.</summary>
    /// <value>The default value is empty; the environment of this process is inherited.</value>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A copy that shares nothing with these options: a later change of one does not change the other.</summary>
    /// <returns>Options of the same class.</returns>
    public virtual PlanOptions Clone() => new(this);
}
