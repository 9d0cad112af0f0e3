namespace SpeculativeDecoding.Embedded;

/// <summary>What is counted over all requests. Counters of tokens and verify steps advance when a request ends, as SGLang's do.</summary>
internal sealed class MetricsRegistry
{
    private readonly Lock _gate = new();
    private readonly Traffic _streamed = new();
    private readonly Traffic _whole = new();
    private readonly MetricHistogram _interTokenLatency = MetricHistogram.OfTokens();
    private readonly Dictionary<(string Endpoint, string Method), long> _httpRequests = [];
    private readonly Dictionary<(string Endpoint, string Method, int Status), long> _httpResponses = [];
    private long _verifyCalls;
    private long _cachedTokens;
    private long _aborted;

    public void FirstToken(double seconds, bool streams)
    {
        lock (_gate)
        {
            (streams ? _streamed : _whole).TimeToFirstToken.Observe(seconds);
        }
    }

    /// <summary>A step's tokens share its time evenly.</summary>
    public void NextTokens(double seconds, int tokens)
    {
        lock (_gate)
        {
            _interTokenLatency.Observe(seconds / tokens, tokens);
        }
    }

    public void Finished(Generation generation)
    {
        var step = generation.Step!;
        lock (_gate)
        {
            var traffic = generation.Streams ? _streamed : _whole;
            traffic.Requests++;
            traffic.PromptTokens += step.PromptTokens;
            traffic.GenerationTokens += step.CompletionTokens;
            traffic.EndToEnd.Observe(generation.Times.EndToEnd);
            _verifyCalls += step.Speculation?.VerifySteps ?? 0;
            _cachedTokens += step.CachedTokens;
            _aborted += step.Finish!.Kind == EngineFinishKind.Abort ? 1 : 0;
        }
    }

    /// <summary>The client went away before the end.</summary>
    public void Abandoned()
    {
        lock (_gate)
        {
            _aborted++;
        }
    }

    public void HttpRequest(string endpoint, string method)
    {
        lock (_gate)
        {
            _httpRequests[(endpoint, method)] = _httpRequests.GetValueOrDefault((endpoint, method)) + 1;
        }
    }

    public void HttpResponse(string endpoint, string method, int status)
    {
        lock (_gate)
        {
            _httpResponses[(endpoint, method, status)] = _httpResponses.GetValueOrDefault((endpoint, method, status)) + 1;
        }
    }

    public string Render(IEngine engine, BatchLog batches, ServerFlags flags)
    {
        var counters = engine.Counters;
        var text = new MetricsText(flags.ServedModelName);
        lock (_gate)
        {
            text.Begin("http_requests_total", "counter", "Total number of HTTP requests by endpoint and method");
            foreach (var ((endpoint, method), count) in _httpRequests)
            {
                text.Raw($"endpoint=\"{endpoint}\",method=\"{method}\"", count);
            }

            text.Begin("http_responses_total", "counter", "Total number of HTTP responses by endpoint, method and status code");
            foreach (var ((endpoint, method, status), count) in _httpResponses)
            {
                text.Raw($"endpoint=\"{endpoint}\",method=\"{method}\",status_code=\"{status}\"", count);
            }

            text.Begin("prompt_tokens_total", "counter", "Number of prefill tokens processed.");
            ForBoth(traffic => traffic.PromptTokens);
            text.Begin("generation_tokens_total", "counter", "Number of generation tokens processed.");
            ForBoth(traffic => traffic.GenerationTokens);
            if (flags.Speculation is not null)
            {
                text.Begin("spec_verify_calls_total", "counter", "Number of speculative decoding verification calls.");
                text.Server(_verifyCalls);
            }

            text.Begin("num_requests_total", "counter", "Number of requests processed.");
            ForBoth(traffic => traffic.Requests);
            text.Begin("cached_tokens_total", "counter", "Number of cached prompt tokens.");
            text.Server(_cachedTokens);
            text.Begin("num_aborted_requests_total", "counter", "Number of requests aborted.");
            text.Server(_aborted);
            Gauges();
            text.Begin("time_to_first_token_seconds", "histogram", "Histogram of time to first token in seconds.");
            Histograms(traffic => traffic.TimeToFirstToken);
            text.Begin("e2e_request_latency_seconds", "histogram", "Histogram of End-to-end request latency in seconds");
            Histograms(traffic => traffic.EndToEnd);
            text.Begin("inter_token_latency_seconds", "histogram", "Histogram of inter-token latency in seconds.");
            text.Histogram(_interTokenLatency, null);
        }

        return text.ToString();

        void ForBoth(Func<Traffic, long> value)
        {
            text.Streaming(false, value(_whole));
            text.Streaming(true, value(_streamed));
        }

        void Histograms(Func<Traffic, MetricHistogram> value)
        {
            text.Histogram(value(_whole), false);
            text.Histogram(value(_streamed), true);
        }

        void Gauges()
        {
            text.Gauge("max_total_num_tokens", "Maximum total number of tokens in the KV cache pool.", engine.Info.MaxTotalTokens);
            text.Gauge("context_len", "Maximum context length.", engine.Info.ContextLength);
            text.Gauge("num_running_reqs", "The number of running requests.", counters.Running);
            text.Gauge("num_queue_reqs", "The number of requests in the waiting queue.", counters.Waiting);
            text.Gauge("gen_throughput", "The generation throughput (token/s).", counters.Running == 0 ? 0 : batches.GenerationThroughput);
            text.Gauge("token_usage", "The token usage.", counters.UsedTokens / (double)Math.Max(1, engine.Info.MaxTotalTokens));
            text.Gauge("num_used_tokens", "The number of used tokens.", counters.UsedTokens);
            if (flags.Speculation is { } speculation)
            {
                text.Gauge("spec_accept_length", "Mean acceptance length of the last window (accepted drafts + bonus token per forward).", batches.AcceptLength);
                text.Gauge("spec_accept_rate", "Speculative acceptance rate of the last window (accepted drafts / proposed drafts).", batches.AcceptRate);
                text.Gauge("spec_num_steps", "Currently active speculative_num_steps.", speculation.NumSteps);
                text.Gauge("spec_num_draft_tokens", "Currently active speculative_num_draft_tokens.", speculation.NumDraftTokens);
            }
        }
    }

    private sealed class Traffic
    {
        public long Requests { get; set; }

        public long PromptTokens { get; set; }

        public long GenerationTokens { get; set; }

        public MetricHistogram TimeToFirstToken { get; } = MetricHistogram.OfRequests();

        public MetricHistogram EndToEnd { get; } = MetricHistogram.OfRequests();
    }
}
