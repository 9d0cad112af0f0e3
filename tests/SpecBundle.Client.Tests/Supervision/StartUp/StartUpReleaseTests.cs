namespace SpeculativeDecoding.Tests;

public sealed class StartUpReleaseTests
{
    private static readonly string[] Old =
    [
        "[2025-05-02 10:00:00] server_args=ServerArgs(model_path='a/b', speculative_algorithm='EAGLE3')",
        "[2025-05-02 10:00:05 TP0] Init torch distributed begin.",
        "[2025-05-02 10:00:06 TP1] Load weight begin. avail mem=78.50 GB",
        "[2025-05-02 10:00:06 TP0] Load weight begin. avail mem=78.50 GB",
        "\rLoading safetensors checkpoint shards:   0% Completed | 0/4 [00:00<?, ?it/s]\rLoading safetensors checkpoint shards:  75% Completed | 3/4 [00:01<00:00,  2.9it/s]",
        "[2025-05-02 10:00:09 TP0] Load weight end. type=LlamaForCausalLM, dtype=torch.bfloat16, avail mem=63.30 GB, mem usage=15.20 GB.",
        "[2025-05-02 10:00:09 TP0] KV Cache is allocated. #tokens: 159552, KV size: 19.48 GB",
        "[2025-05-02 10:00:09 TP0] Memory pool end. avail mem=40.00 GB",
        "[2025-05-02 10:00:10 TP0] Capture cuda graph begin. This can take up to several minutes. avail mem=39.50 GB",
        "Capturing batches (bs=4 avail_mem=28.03 GB):  25%|##5       | 1/4 [00:00<00:02,  1.21it/s]Capturing batches (bs=2 avail_mem=28.03 GB):  50%|#####     | 2/4 [00:00<00:02,  1.21it/s]",
        "[2025-05-02 10:00:16 TP0] Capture cuda graph end. Time elapsed: 5.51 s. mem usage=0.90 GB. avail mem=38.60 GB.",
        "[2025-05-02 10:00:16 TP0] Load weight begin. avail mem=38.60 GB",
        "[2025-05-02 10:00:17 TP0] Load weight end. type=LlamaForCausalLMEagle3, dtype=torch.bfloat16, avail mem=37.80 GB, mem usage=0.80 GB.",
        "[2025-05-02 10:00:18 TP0] Capture draft cuda graph begin. This can take up to several minutes. avail mem=37.20 GB",
        "[2025-05-02 10:00:19 TP0] max_total_num_tokens=159552, chunked_prefill_size=-1, max_prefill_tokens=16384, max_running_requests=48, context_len=32768, available_gpu_mem=2.86 GB",
        "[2025-05-02 10:00:20] INFO:     Started server process [411]",
        "[2025-05-02 10:00:20] INFO:     Uvicorn running on http://127.0.0.1:30000 (Press CTRL+C to quit)",
        "[2025-05-02 10:00:22] The server is fired up and ready to roll!",
    ];

    [Fact(Timeout = 60_000)]
    public void An_older_release_loads_the_draft_after_the_targets_graphs()
    {
        var (reader, steps) = LogRecording.Follow(Old);

        Assert.Equal(
            [
                LaunchPhase.LoadingWeights, LaunchPhase.AllocatingCache, LaunchPhase.CapturingGraphs, LaunchPhase.LoadingDraft,
                LaunchPhase.CapturingGraphs, LaunchPhase.StartingServer, LaunchPhase.WarmingUp, LaunchPhase.Ready,
            ],
            LogRecording.Phases(steps));
        Assert.Equal(new ServerLimits { MaxTotalTokens = 159552, ContextLength = 32768, MaxRunningRequests = 48, ChunkedPrefillSize = -1, MaxPrefillTokens = 16384, AvailableGpuMemoryGiB = 2.86 }, reader.Limits);
        Assert.Null(reader.FatalLine);
    }

    [Fact(Timeout = 60_000)]
    public void Of_several_bars_on_one_line_the_last_counts()
    {
        var (_, steps) = LogRecording.Follow(Old);

        Assert.Contains(steps, step => step is { Phase: LaunchPhase.LoadingWeights, Current: 3, Total: 4 });
        Assert.Contains(steps, step => step is { Phase: LaunchPhase.CapturingGraphs, Current: 2, Total: 4 });
        Assert.DoesNotContain(steps, step => step is { Phase: LaunchPhase.CapturingGraphs, Current: 1 });
    }

    [Fact(Timeout = 60_000)]
    public void Downloads_are_counted()
    {
        var (reader, steps) = LogRecording.Follow(
        [
            "\rFetching 7 files:  29%|##8       | 2/7 [00:03<00:08,  1.6s/it]",
            "model-00001-of-00004.safetensors:  42%|####2     | 2.10G/4.98G [00:11<00:15, 190MB/s]",
        ]);

        Assert.Equal(LaunchPhase.Downloading, reader.Phase);
        Assert.Equal(new StartUpStep(LaunchPhase.Downloading, "Downloading from the Hub: 2 of 7", 2, 7), steps[0]);
        Assert.Equal("Downloading model-00001-of-00004.safetensors (2.10G of 4.98G)", steps[1].Message);
    }

    [Fact(Timeout = 60_000)]
    public void A_prompt_in_the_log_announces_nothing()
    {
        var (reader, _) = LogRecording.Follow(
        [
            "[2026-11-24 00:06:35] Receive: obj=GenerateReqInput(text='The server is fired up and ready to roll! Scheduler hit an exception SIGQUIT received')",
            "[2026-11-24 00:06:35] soft watchdog timeout (self.watchdog_timeout=300, self.soft=True)",
            "tool: error: no usage came before",
        ]);

        Assert.False(reader.IsReady);
        Assert.Null(reader.FatalLine);
    }
}
