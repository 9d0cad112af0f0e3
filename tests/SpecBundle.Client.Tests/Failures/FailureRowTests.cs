namespace SpeculativeDecoding.Tests;

public sealed class FailureRowTests
{
    /// <summary>What SGLang says, once in a scheduler's traceback.</summary>
    public static TheoryData<string, string> SchedulerErrors => new()
    {
        { "gpu-out-of-memory", "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 6.98 GiB. GPU 0 has a total capacity of 79.10 GiB" },
        { "gpu-out-of-memory", "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 1 has a total capacity of 23.65 GiB" },
        { "gpu-out-of-memory", "torch.OutOfMemoryError: HIP out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 191.98 GiB" },
        { "gpu-out-of-memory", "RuntimeError: CUDA driver error: out of memory" },
        { "gpu-out-of-memory", "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:3690, unhandled cuda error (run with NCCL_DEBUG=INFO for details), NCCL version 2.27.3\nncclUnhandledCudaError: Call to CUDA function failed.\nLast error:\nCuda failure 2 'out of memory'" },
        { "speculation-gpu-fault", "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:3690, unhandled cuda error (run with NCCL_DEBUG=INFO for details), NCCL version 2.27.3\nncclUnhandledCudaError: Call to CUDA function failed.\nLast error:\nCuda failure 719 'unspecified launch failure'" },
        { "speculation-gpu-fault", "RuntimeError: CUDA driver error: unspecified launch failure" },
        { "kv-cache-no-room", "RuntimeError: Not enough memory. Please try to increase --mem-fraction-static. Current value: mem_fraction_static=0.7" },
        { "cuda-graph-capture", "Exception: Capture cuda graph failed: CUDA out of memory. Tried to allocate 20.00 MiB.\nPossible solutions:\n1. set --mem-fraction-static to a smaller value (e.g., 0.8 or 0.7)\n4. disable CUDA graph by --disable-cuda-graph. (Not recommended. Huge performance loss)" },
        { "draft-context-too-short", "ValueError: Warning: Target model's context_length (8192) is greater than the derived context_length (2048). This may lead to incorrect model outputs or CUDA errors." },
        { "distributed-port-taken", "torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. port: 29500, useIpv6: false, code: -98, name: EADDRINUSE" },
        { "disk-full", "OSError: [Errno 28] No space left on device" },
        { "shared-memory-full", "RuntimeError: unable to write to file </torch_4711_1_0>: No space left on device (28)" },
        { "kernel-mismatch", "ImportError: /opt/site/sgl_kernel/common_ops.abi3.so: undefined symbol: _ZN3c108ListType3getE" },
        { "cuda-wheel-mismatch", "ImportError: libnvrtc.so.12: cannot open shared object file: No such file or directory" },
        { "gpu-unsupported", "RuntimeError: CUDA error: no kernel image is available for execution on the device" },
        { "too-few-gpus", "RuntimeError: CUDA error: invalid device ordinal" },
        { "tensor-parallel-indivisible", "AssertionError: 28 is not divisible by 8" },
        { "gpu-memory-unbalanced", "ValueError: The memory capacity is unbalanced. Some GPUs may be occupied by other processes. pre_model_load_memory=30.1, local_gpu_memory=78.5" },
        { "architecture-unsupported", "ValueError: Model architectures ['FooForCausalLM'] are not supported for now. Supported architectures: dict_keys(['LlamaForCausalLM'])" },
        { "target-without-eagle3", "AttributeError: 'FooForCausalLM' object has no attribute 'set_eagle3_layers_to_capture'" },
        { "draft-missing", "AttributeError: 'LlamaForCausalLM' object has no attribute 'set_embed'" },
        { "draft-format", "KeyError: 'model.midlayer.hidden_norm.weight'" },
        { "draft-format", "AttributeError: 'LlamaConfig' object has no attribute 'draft_vocab_size'" },
        { "data-type-mismatch", "RuntimeError: expected scalar type BFloat16 but found Half" },
        { "nccl-system-error", "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:3690, unhandled system error (run with NCCL_DEBUG=INFO for details)" },
        { "nccl", "torch.distributed.DistStoreError: Timed out after 601 seconds waiting for clients. 1/2 clients joined." },
        { "kernel-build-failed", "RuntimeError: Ninja build failed." },
        { "compiler-missing", "OSError: CUDA_HOME environment variable is not set. Please set it to your CUDA install root." },
        { "weights-corrupt", "safetensors_rust.SafetensorError: Error while deserializing header: HeaderTooLarge" },
        { "weights-corrupt", "RuntimeError: Cannot find any model weights with `local/model`" },
        { "speculation-gpu-fault", "RuntimeError: CUDA error: an illegal memory access was encountered" },
        { "cache-exhausted", "RuntimeError: Prefill out of memory. Try to lower your batch size." },
        { "fabric-manager", "RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 802: system not yet initialized" },
        { "driver-mismatch", "pynvml.NVMLError_LibRmVersionMismatch: Driver/library version mismatch" },
        { "gpu-busy", "RuntimeError: CUDA error: CUDA-capable device(s) is/are busy or unavailable" },
        { "gpu-named-twice", "torch.distributed.DistBackendError: NCCL error: invalid usage, Duplicate GPU detected : rank 0 and rank 1 both on CUDA device 1000" },
        { "nccl-cuda-error", "RuntimeError: NCCL error: unhandled cuda error (run with NCCL_DEBUG=INFO for details)" },
        { "sglang-mixed", "ImportError: cannot import name 'launch_server_cmd' from 'sglang.utils' (/opt/site/sglang/utils.py)" },
        { "file-system", "OSError: [Errno 116] Stale file handle" },
        { "numpy-mismatch", "ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject" },
        { "package-missing", "ModuleNotFoundError: No module named 'decord'" },
        { "package-missing", "ImportError: Please install deep_ep to use the DeepEP backend" },
        { "permission-denied", "PermissionError: [Errno 13] Permission denied: '/root/.cache/sglang/locks'" },
        { "host-out-of-memory", "ValueError: Not enough host memory available. Requesting 120.00 GB but only have 62.00 GB free." },
        { "hub-certificate", "requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate" },
        { "torch-compile", "torch._dynamo.exc.BackendCompilerFailed: backend='inductor' raised: LoweringException" },
        { "cuda-graph-capture-error", "Exception: Capture cuda graph failed: list index out of range\nPossible solutions:\n1. set --mem-fraction-static to a smaller value (e.g., 0.8 or 0.7)" },
        { "checkpoint-refused", "SpeculativeDecoding.Embedded.ModelLoadException: /models/target/config.json: hidden_size is true, where a whole number is needed." },
        { "unrecognized", "ZeroDivisionError: division by zero" },
    };

    /// <summary>What only the frames tell apart: the innermost, its statement, and the exception.</summary>
    public static TheoryData<string, string, string, string> FramedErrors => new()
    {
        { "architecture-unsupported", "transformers/models/auto/configuration_auto.py", "raise KeyError(key)", "KeyError: 'qwen3_next'" },
        { "unrecognized", "sglang/srt/managers/scheduler.py", "return self.names[name]", "KeyError: 'rope_type'" },
        { "draft-format", "sglang/srt/models/llama_eagle3.py", "param = params_dict[name]  # load_weights", "KeyError: 'embed_tokens.weight'" },
        { "weights-unknown", "sglang/srt/models/qwen3_moe.py", "param = params_dict[name]  # load_weights", "KeyError: 'model.layers.0.mlp.experts.w2_input_scale'" },
        { "draft-quantization", "sglang/srt/models/llama_eagle.py", "param = params_dict[name]  # load_weights", "KeyError: 'model.layers.0.mlp.down_proj.qweight'" },
        { "draft-target-mismatch", "sglang/srt/models/llama_eagle.py", "return F.linear(x, weight)", "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x6144 and 12288x4096)" },
        { "draft-newer-than-sglang", "sglang/srt/models/llama_eagle3.py", "hidden_states = self.fc(hidden_states)", "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x8640 and 5760x2880)" },
        { "sglang-fault", "sglang/srt/models/qwen3.py", "hidden_states = hidden_states + residual", "RuntimeError: The size of tensor a (8640) must match the size of tensor b (5760) at non-singleton dimension 1" },
        { "weights-unfit", "sglang/srt/layers/linear.py", "param.weight_loader(param, loaded_weight)", "AssertionError: Attempted to load weight (torch.Size([128])) into parameter (torch.Size([64]))" },
        { "experts-fault", "sglang/srt/layers/moe/ep_moe/layer.py", "dispatcher.combine(", "RuntimeError: no fused function is registered for this runner" },
        { "options-refused", "sglang/srt/server_args.py", "raise ValueError(", "ValueError: --enable-mixed-chunk is required to be off with this backend" },
        { "not-implemented", "sglang/srt/layers/moe/topk.py", "raise NotImplementedError()", "NotImplementedError" },
        { "grammar-fault", "sglang/srt/constrained/xgrammar_backend.py", "return self.compiler.compile(schema)", "IndexError: list index out of range" },
        { "package-mismatch", "sglang/srt/layers/attention/flashinfer_backend.py", "wrapper.begin_forward(", "TypeError: plan() got an unexpected keyword argument 'fixed_split_size'" },
        { "internal-check", "sglang/srt/layers/attention/triton_backend.py", "assert forward_batch.spec_info is None", "AssertionError" },
    };

    /// <summary>What the main process says before it exits with code 1.</summary>
    public static TheoryData<string, string> MainErrors => new()
    {
        { "context-too-long", "ValueError: Warning: User-specified context_length (65536) is greater than the derived context_length (32768). To allow overriding this maximum, set the env var SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1" },
        { "internal-port-taken", "ValueError: nccl_port at 29500 is not available in 30 seconds. nccl_port is used by a process already." },
        { "hub-gated", "OSError: You are trying to access a gated repo.\nMake sure to have access to it at https://huggingface.co/a/b.\n403 Client Error. (Request ID: 1)" },
        { "hub-gated", "huggingface_hub.errors.GatedRepoError: 401 Client Error. (Request ID: Root=1)" },
        { "hub-repository-missing", "huggingface_hub.errors.RepositoryNotFoundError: 404 Client Error. (Request ID: Root=1)\n\nRepository Not Found for url: https://huggingface.co/api/models/a/b." },
        { "hub-repository-missing", "OSError: a/b is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'" },
        { "hub-revision-missing", "huggingface_hub.errors.RevisionNotFoundError: 404 Client Error. (Request ID: Root=1)" },
        { "hub-unreachable", "OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in the cached files." },
        { "hub-unreachable", "huggingface_hub.errors.OfflineModeIsEnabled: Cannot reach https://huggingface.co/api/models/a/b: offline mode is enabled." },
        { "hub-rate-limit", "huggingface_hub.errors.HfHubHTTPError: 429 Client Error: Too Many Requests for url: https://huggingface.co/api/models/a/b" },
        { "sglang-missing", "ModuleNotFoundError: No module named 'sglang'" },
        { "kernel-mismatch", "Exception: sgl-kernel is installed with version 0.3.9, which is less than the minimum required version 0.3.14. Please reinstall the latest version with `pip install sgl-kernel --force-reinstall`" },
        { "gpu-missing", "RuntimeError: No accelerator (CUDA, XPU, HPU, NPU, MUSA) is available." },
        { "gpu-missing", "RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU" },
        { "remote-code-refused", "ValueError: The repository for a/b contains custom code which must be executed to correctly load the model. Please pass the argument `trust_remote_code=True` to allow custom code to be run." },
        { "remote-code-refused", "RuntimeError: Failed to load the model config. If the model is a custom model not yet available in the HuggingFace transformers library, consider setting trust_remote_code=True" },
        { "top-k-unsupported", "ValueError: trtllm_mha backend only supports topk = 1 for speculative decoding." },
        { "top-k-unsupported", "ValueError: speculative_eagle_topk > 1 with page_size > 1 is only supported on the FlashInfer backend." },
        { "process-killed", "RuntimeError: Rank 0 scheduler died during initialization (exit code: -9). If exit code is -9 (SIGKILL), a common cause is the OS OOM killer. Run dmesg -T | grep -i oom to check." },
        { "ray-missing", "ImportError: Ray is required for --use-ray mode. Install it with: pip install 'sglang[ray]'" },
    };

    /// <summary>Lines without a traceback.</summary>
    public static TheoryData<string, string, int?> Lines => new()
    {
        { "address-not-here", "[2026-11-24 00:20:57] ERROR:    [Errno 99] error while attempting to bind on address ('10.0.0.5', 30000): cannot assign requested address", null },
        { "port-forbidden", "[2026-11-24 00:20:57] ERROR:    [Errno 13] error while attempting to bind on address ('127.0.0.1', 80): permission denied", null },
        { "process-crashed", "[2026-11-24 00:15:28] Subprocess scheduler_0 (pid=2376) crashed with exit code -11. Triggering SIGQUIT for cleanup...", -9 },
        { "shared-memory-full", "RuntimeError: Rank 0 scheduler died during initialization (exit code: -7).", -9 },
        { "process-crashed", "start.sh: line 3:  2376 Segmentation fault      (core dumped) python3 -m sglang.launch_server", 139 },
        { "process-crashed", "[gpu-node-1:2376 :0:2376] Caught signal 11 (Segmentation fault: address not mapped to object at address 0x30)", -9 },
        { "process-crashed", "[gpu-node-1:02376] Signal: Segmentation fault (11)", -9 },
        { "watchdog", "[2026-11-24 00:20:57] Watchdog timeout (self.watchdog_timeout=300)", -9 },
        { "port-taken", "[2026-11-24 00:20:57] ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 30000): address already in use", null },
        { "sglang-missing", "/usr/bin/python3: No module named sglang", 1 },
        { "kernel-mismatch", "[sgl_kernel] CRITICAL: Could not load any common_ops library!", 1 },
        { "gpu-missing", "docker: Error response from daemon: could not select device driver \"\" with capabilities: [[gpu]].", 125 },
        { "compiler-missing", "/bin/sh: 1: nvcc: not found", 1 },
        { "compiler-missing", "/tmp/main.c:1:10: fatal error: Python.h: No such file or directory", 1 },
        { "host-out-of-memory", "c++: fatal error: Killed signal terminated program cicc; /usr/local/cuda/bin/nvcc Killed", 137 },
        { "watchdog", "[2026-11-24 00:20:57] Scheduler watchdog timeout (self.watchdog_timeout=300, self.soft=False)", -9 },
        { "process-killed", "[2026-11-24 00:15:28] Subprocess scheduler_0 (pid=2376) crashed with exit code -9. Triggering SIGQUIT for cleanup...", -9 },
        { "process-killed", "Rank 0 scheduler is dead. Please check if there are relevant logs.", -9 },
        { "cache-exhausted", "[2026-11-24 00:15:28] KV cache pool is full. Retract requests. #retracted_reqs: 1", -9 },
        { "child-failed", FailureLogs.Sigquit, 137 },
        { "argument-unknown", "launch_server.py: error: unrecognized arguments: --foo", 2 },
        { "argument-invalid", "sglang serve: error: argument --dtype: invalid choice: 'x' (choose from 'auto', 'half')", 2 },
        { "chat-template-missing", "ValueError: Cannot use chat template functions because tokenizer.chat_template is not set", null },
        { "disk-full", "UserWarning: Not enough free disk space to download the file. The expected file size is: 4976.70 MB.", 1 },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(SchedulerErrors))]
    public void The_exception_of_a_scheduler_gives_its_cause_and_a_remedy(string id, string exception)
    {
        AssertCause(id, exception, FailureLogs.OfScheduler(exception), 137);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(FramedErrors))]
    public void The_frames_of_an_exception_decide_where_its_text_is_the_same(string id, string file, string statement, string exception)
    {
        var log = FailureLogs.OfScheduler($"  File \"/opt/site/{file}\", line 12, in forward\n    {statement}\n{exception}");

        Assert.Equal(id, new FailureSearch([.. log.Select(line => line.Replace("speculative_algorithm='EAGLE3'", "speculative_algorithm=None", StringComparison.Ordinal))], 137).Find()?.Id);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(MainErrors))]
    public void The_exception_of_the_main_process_gives_its_cause_and_a_remedy(string id, string exception)
    {
        AssertCause(id, exception, FailureLogs.OfMain(exception), 1);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Lines))]
    public void A_telling_line_gives_its_cause_and_a_remedy(string id, string line, int? exitCode)
    {
        AssertCause(id, line, FailureLogs.OfLine(line), exitCode);
    }

    [Fact(Timeout = 60_000)]
    public void Three_speculation_numbers_of_which_one_is_missing_are_told_from_the_frame()
    {
        var failure = new FailureSearch(
            [
                "Traceback (most recent call last):",
                "  File \"/opt/site/sglang/srt/server_args.py\", line 1, in __post_init__",
                "    self.speculative_eagle_topk is None and self.speculative_num_draft_tokens is None",
                "AssertionError",
            ],
            1).Find();

        Assert.Equal("speculation-numbers-partial", failure?.Id);
        Assert.Equal("AssertionError", failure?.EvidenceLine);
    }

    [Fact(Timeout = 60_000)]
    public void Outputs_that_are_no_numbers_are_told_from_what_the_GPU_asserted()
    {
        IReadOnlyList<string> log =
        [
            "/pytorch/aten/src/ATen/native/cuda/TensorCompare.cu:109: _assert_async_cuda_kernel: block: [0,0,0], thread: [0,0,0] Assertion `probability tensor contains either `inf`, `nan` or element < 0` failed.",
            .. FailureLogs.OfScheduler("torch.AcceleratorError: CUDA error: device-side assert triggered"),
        ];

        Assert.Equal("numbers-broken", new FailureSearch(log, -9).Find()?.Id);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(-11, "process-crashed")]
    [InlineData(139, "process-crashed")]
    [InlineData(134, "process-crashed")]
    [InlineData(-7, "shared-memory-full")]
    public void A_server_that_crashed_without_a_word_is_told_by_its_exit_code(int exitCode, string id)
    {
        Assert.Equal(id, new FailureSearch(["[2026-11-24 00:22:07] Init torch distributed begin."], exitCode).Find()?.Id);
    }

    [Fact(Timeout = 60_000)]
    public void A_warm_up_through_a_proxy_is_not_blamed_on_the_Hub()
    {
        string[] start = ["[2026-11-24 00:22:09] Initialization failed. warmup error: Traceback (most recent call last):", "  File \"http_server.py\", line 1, in _wait_and_warmup"];

        Assert.Equal("warm-up-failed", new FailureSearch([.. start, "AssertionError: res=<Response [502]>, res.text=''", "Killed"], 137).Find()?.Id);
        Assert.Equal("warm-up-failed", new FailureSearch([.. start, "requests.exceptions.ProxyError: HTTPConnectionPool(host='127.0.0.1', port=30000): Max retries exceeded (Caused by MaxRetryError)"], 137).Find()?.Id);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(137)]
    [InlineData(-9)]
    [InlineData(0)]
    [InlineData(null)]
    public void An_exit_code_alone_is_no_cause(int? exitCode)
    {
        Assert.Null(new FailureSearch(["[2026-11-24 00:22:07] Init torch distributed begin.", "Killed"], exitCode).Find());
        Assert.Null(new FailureSearch([], exitCode).Find());
    }

    [Fact(Timeout = 60_000)]
    public void Every_row_has_a_summary_and_a_remedy_in_sentences()
    {
        Assert.All(FailureCatalogue.Rows.Concat(FailureCatalogue.WithoutCause), row =>
        {
            Assert.EndsWith(".", row.Summary, StringComparison.Ordinal);
            Assert.EndsWith(".", row.Remedy, StringComparison.Ordinal);
            Assert.Matches("^[a-z0-9-]+$", row.Id);
        });
    }

    private static void AssertCause(string id, string text, IReadOnlyList<string> log, int? exitCode)
    {
        var failure = new FailureSearch(log, exitCode).Find();
        Assert.Equal(id, failure?.Id);
        Assert.NotEmpty(failure!.Remedy);
        Assert.Contains(failure.EvidenceLine!, text, StringComparison.Ordinal);
    }
}
