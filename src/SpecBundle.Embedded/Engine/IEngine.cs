using System.Threading.Channels;

namespace SpeculativeDecoding.Embedded;

/// <summary>Runs requests: what the HTTP server knows of the inference behind it. Safe for use from many threads.</summary>
internal interface IEngine : IAsyncDisposable
{
    EngineInfo Info { get; }

    ITextTokenizer Tokenizer { get; }

    EngineCounters Counters { get; }

    /// <summary>Completes if the engine itself breaks; every request in flight has ended by then.</summary>
    Task<Exception> Crashed { get; }

    /// <summary>Queues a request. Its channel completes after the step that carries a finish.</summary>
    ChannelReader<EngineStep> Submit(EngineRequest request);

    /// <summary>Ends the requests whose id begins so.</summary>
    /// <returns>Whether there was one.</returns>
    bool Abort(string requestIdPrefix);

    /// <summary>Empties the prefix cache and sets the lifetime counters back.</summary>
    /// <returns>False while requests run or wait.</returns>
    bool TryFlushCache();
}
