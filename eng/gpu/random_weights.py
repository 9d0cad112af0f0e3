"""Writes a Hub cache in which pairs of the catalog stand with the shapes of their real checkpoints.

    python random_weights.py CACHE TOKENIZER_FOLDER [PAIR ...]

Targets have a configuration and no weights: SGLang makes random ones (--load-format dummy). Drafts have random weights,
made on the GPU. The tokenizer is the one of the folder. An answer means nothing then; what a launch on it shows is that
the catalog's plan starts, fits and serves on the real architecture.
"""
import json
import os
import shutil
import sys

import torch
from safetensors.torch import save_file

COMMIT = "0" * 39 + "1"
COMMON = {"bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "torch_dtype": "bfloat16",
          "attention_bias": False, "initializer_range": 0.02, "use_cache": True, "tie_word_embeddings": False}


def qwen3_moe(context):
    return {**COMMON, "architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "hidden_size": 2048,
            "intermediate_size": 6144, "moe_intermediate_size": 768, "num_hidden_layers": 48,
            "num_attention_heads": 32, "num_key_value_heads": 4, "head_dim": 128, "num_experts": 128,
            "num_experts_per_tok": 8, "norm_topk_prob": True, "decoder_sparse_step": 1, "mlp_only_layers": [],
            "router_aux_loss_coef": 0.001, "output_router_logits": False, "vocab_size": 151936,
            "max_position_embeddings": context, "rms_norm_eps": 1e-6, "rope_theta": 1e7, "rope_scaling": None,
            "sliding_window": None, "use_sliding_window": False, "max_window_layers": 48}


def qwen3_32b():
    return {**COMMON, "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "hidden_size": 5120,
            "intermediate_size": 25600, "num_hidden_layers": 64, "num_attention_heads": 64, "num_key_value_heads": 8,
            "head_dim": 128, "vocab_size": 151936, "max_position_embeddings": 40960, "rms_norm_eps": 1e-6,
            "rope_theta": 1e6, "rope_scaling": None, "sliding_window": None, "use_sliding_window": False,
            "max_window_layers": 64}


def llama_8b():
    return {**COMMON, "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096,
            "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
            "head_dim": 128, "vocab_size": 128256, "max_position_embeddings": 131072, "rms_norm_eps": 1e-5,
            "rope_theta": 500000.0, "mlp_bias": False,
            "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                             "original_max_position_embeddings": 8192, "rope_type": "llama3"}}


def gpt_oss_20b():
    layers = 24
    return {**COMMON, "architectures": ["GptOssForCausalLM"], "model_type": "gpt_oss", "attention_bias": True,
            "hidden_size": 2880, "intermediate_size": 2880, "num_hidden_layers": layers, "num_attention_heads": 64,
            "num_key_value_heads": 8, "head_dim": 64, "num_local_experts": 32, "num_experts_per_tok": 4,
            "experts_per_token": 4, "sliding_window": 128, "swiglu_limit": 7.0, "vocab_size": 201088,
            "layer_types": ["sliding_attention", "full_attention"] * (layers // 2), "initial_context_length": 4096,
            "max_position_embeddings": 131072, "rms_norm_eps": 1e-5, "rope_theta": 150000,
            "rope_scaling": {"rope_type": "yarn", "factor": 32.0, "beta_fast": 32.0, "beta_slow": 1.0,
                             "original_max_position_embeddings": 4096, "truncate": False},
            "quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert": [
                "model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"]}}


def qwen3_next_80b():
    kept = ["lm_head", "model.embed_tokens"]
    for layer in range(48):
        kept += [f"model.layers.{layer}.{name}" for name in
                 ("linear_attn.conv1d", "linear_attn.in_proj_ba", "mlp.gate", "mlp.shared_expert_gate")]
    return {**COMMON, "architectures": ["Qwen3NextForCausalLM"], "model_type": "qwen3_next", "hidden_size": 2048,
            "intermediate_size": 5120, "moe_intermediate_size": 512, "shared_expert_intermediate_size": 512,
            "num_hidden_layers": 48, "full_attention_interval": 4, "num_attention_heads": 16,
            "num_key_value_heads": 2, "head_dim": 256, "linear_conv_kernel_dim": 4, "linear_key_head_dim": 128,
            "linear_value_head_dim": 128, "linear_num_key_heads": 16, "linear_num_value_heads": 32,
            "num_experts": 512, "num_experts_per_tok": 10, "norm_topk_prob": True, "decoder_sparse_step": 1,
            "mlp_only_layers": [], "router_aux_loss_coef": 0.001, "output_router_logits": False,
            "partial_rotary_factor": 0.25, "vocab_size": 151936, "max_position_embeddings": 262144,
            "rms_norm_eps": 1e-6, "rope_theta": 1e7, "rope_scaling": None,
            "quantization_config": {"quant_method": "fp8", "activation_scheme": "dynamic", "fmt": "e4m3",
                                    "weight_block_size": [128, 128], "modules_to_not_convert": kept}}


# Pair: target, its configuration, draft, and the draft's hidden, MLP, heads, KV heads, head size, context, layers to capture.
PAIRS = {
    "qwen3-30b": ("Qwen/Qwen3-30B-A3B-Instruct-2507", qwen3_moe(262144),
                  "lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex", (2048, 12288, 32, 4, 128, 2048, None)),
    "qwen3-coder-30b": ("Qwen/Qwen3-Coder-30B-A3B-Instruct", qwen3_moe(262144),
                        "lmsys/SGLang-EAGLE3-Qwen3-Coder-30B-A3B-Instruct-SpecForge", (2048, 12288, 32, 4, 128, 2048, None)),
    "nex-n1-30b": ("nex-agi/Qwen3-30B-A3B-Nex-N1", qwen3_moe(40960),
                   "nex-agi/SGLANG-EAGLE3-Qwen3-30B-A3B-Nex-N1", (2048, 12288, 32, 4, 128, 2048, None)),
    "nex-n1-32b": ("nex-agi/Qwen3-32B-Nex-N1", qwen3_32b(),
                   "nex-agi/SGLANG-EAGLE3-Qwen3-32B-Nex-N1", (5120, 25600, 64, 8, 128, 40960, None)),
    "llama-3.1-8b": ("meta-llama/Llama-3.1-8B-Instruct", llama_8b(),
                     "lmsys/SGLang-EAGLE3-Llama-3.1-8B-Instruct-SpecForge", (4096, 14336, 32, 8, 128, 2048, None)),
    "gpt-oss-20b": ("openai/gpt-oss-20b", gpt_oss_20b(),
                    "zhuyksir/EAGLE3-gpt-oss-20b-bf16", (2880, 17280, 64, 8, 64, 4096, [1, 11, 21])),
    "qwen3-next-80b": ("Qwen/Qwen3-Next-80B-A3B-Instruct-FP8", qwen3_next_80b(),
                       "lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-perfect-blend-regenerated",
                       (2048, 16384, 16, 2, 256, 262144, None)),
}
DRAFT_VOCABULARY = 32000


def snapshot(cache, repository, revision=None):
    folder = os.path.join(cache, "models--" + repository.replace("/", "--"))
    commit = revision or COMMIT
    path = os.path.join(folder, "snapshots", commit)
    os.makedirs(path, exist_ok=True)
    os.makedirs(os.path.join(folder, "refs"), exist_ok=True)
    with open(os.path.join(folder, "refs", "main"), "w") as reference:
        reference.write(commit)
    return path


def write_json(folder, name, content):
    with open(os.path.join(folder, name), "w") as file:
        json.dump(content, file)


def write_target(cache, repository, config, tokenizer):
    folder = snapshot(cache, repository)
    write_json(folder, "config.json", config)
    write_json(folder, "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2})
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        if os.path.exists(os.path.join(tokenizer, name)):
            shutil.copy(os.path.join(tokenizer, name), folder)


def write_draft(cache, repository, shape, target):
    hidden, mlp, heads, kv_heads, head, context, captured = shape
    vocabulary, target_hidden = target["vocab_size"], target["hidden_size"]
    folder = snapshot(cache, repository)
    config = {**COMMON, "architectures": ["LlamaForCausalLMEagle3"], "model_type": "llama", "hidden_size": hidden,
              "intermediate_size": mlp, "num_attention_heads": heads, "num_key_value_heads": kv_heads,
              "head_dim": head, "num_hidden_layers": 1, "vocab_size": vocabulary, "mlp_bias": False,
              "draft_vocab_size": DRAFT_VOCABULARY, "max_position_embeddings": context, "rms_norm_eps": 1e-6,
              "rope_theta": 1e4}
    if captured is not None:
        config["eagle_config"] = {"eagle_aux_hidden_state_layer_ids": captured, "use_aux_hidden_state": True}
    write_json(folder, "config.json", config)

    generator = torch.Generator(device="cuda").manual_seed(1)

    def weights(*size):
        return (torch.randn(*size, generator=generator, device="cuda") * 0.02).bfloat16().cpu()

    def ones(size):
        return torch.ones(size).bfloat16()

    layer = "midlayer."
    save_file({
        "fc.weight": weights(hidden, 3 * target_hidden),
        "lm_head.weight": weights(DRAFT_VOCABULARY, hidden),
        "norm.weight": ones(hidden),
        layer + "hidden_norm.weight": ones(hidden),
        layer + "input_layernorm.weight": ones(hidden),
        layer + "post_attention_layernorm.weight": ones(hidden),
        layer + "mlp.gate_proj.weight": weights(mlp, hidden),
        layer + "mlp.up_proj.weight": weights(mlp, hidden),
        layer + "mlp.down_proj.weight": weights(hidden, mlp),
        layer + "self_attn.q_proj.weight": weights(heads * head, 2 * hidden),
        layer + "self_attn.k_proj.weight": weights(kv_heads * head, 2 * hidden),
        layer + "self_attn.v_proj.weight": weights(kv_heads * head, 2 * hidden),
        layer + "self_attn.o_proj.weight": weights(hidden, heads * head),
        "d2t": torch.zeros(DRAFT_VOCABULARY, dtype=torch.int64),
        "t2d": torch.arange(vocabulary) < DRAFT_VOCABULARY,
    }, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})


def main():
    cache, tokenizer, *names = sys.argv[1:]
    for name in names or PAIRS:
        target, config, draft, shape = PAIRS[name]
        write_target(cache, target, config, tokenizer)
        write_draft(cache, draft, shape, config)
        print(f"{name}: {target} and {draft}", flush=True)


if __name__ == "__main__":
    main()
