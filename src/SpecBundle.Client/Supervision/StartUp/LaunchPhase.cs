using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>What a server that is starting does. Releases differ in the order: older ones load the draft after the target's CUDA graphs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LaunchPhase>))]
public enum LaunchPhase
{
    /// <summary>The process starts and imports its libraries; it prints nothing for 10 to 20 seconds.</summary>
    Starting,

    /// <summary>Files come from the Hub.</summary>
    Downloading,

    /// <summary>Nothing is started yet: the GPUs that would do are taken. See <see cref="LaunchOptions.WaitForGpu"/>.</summary>
    WaitingForGpu,

    /// <summary>The target's weights are loaded.</summary>
    LoadingWeights,

    /// <summary>The draft's weights are loaded.</summary>
    LoadingDraft,

    /// <summary>The KV cache is allocated.</summary>
    AllocatingCache,

    /// <summary>CUDA graphs are captured; the first start on a machine compiles kernels here.</summary>
    CapturingGraphs,

    /// <summary>The HTTP server starts.</summary>
    StartingServer,

    /// <summary>The first request of the server to itself runs.</summary>
    WarmingUp,

    /// <summary>Requests are answered.</summary>
    Ready,
}
