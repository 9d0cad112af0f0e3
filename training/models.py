"""The target (a Llama) and the EAGLE3 draft as PyTorch modules, with the tensor names of the published layouts."""

import torch
import torch.nn.functional as F
from torch import nn

TARGET = dict(vocab_size=4096, hidden_size=256, intermediate_size=704, num_hidden_layers=9, num_attention_heads=4,
              num_key_value_heads=2, head_dim=64, max_position_embeddings=2048, rms_norm_eps=1e-5, rope_theta=10000.0)
DRAFT = dict(TARGET, intermediate_size=512, num_hidden_layers=1, draft_vocab_size=2048)
AUXILIARY_LAYERS = (2, TARGET["num_hidden_layers"] // 2, TARGET["num_hidden_layers"] - 3)


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        y = x.float()
        return (y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight.to(x.dtype)


def rope(positions, size, theta):
    frequencies = 1.0 / theta ** (torch.arange(0, size, 2, device=positions.device).float() / size)
    angles = positions[..., None].float() * frequencies
    return torch.cat([angles, angles], -1).cos(), torch.cat([angles, angles], -1).sin()


def rotate(x, cos, sin):
    first, second = x.chunk(2, -1)
    return x * cos.to(x.dtype) + torch.cat([-second, first], -1) * sin.to(x.dtype)


class Attention(nn.Module):
    def __init__(self, c, inputs):
        super().__init__()
        self.heads, self.kv, self.size = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.q_proj = nn.Linear(inputs, self.heads * self.size, bias=False)
        self.k_proj = nn.Linear(inputs, self.kv * self.size, bias=False)
        self.v_proj = nn.Linear(inputs, self.kv * self.size, bias=False)
        self.o_proj = nn.Linear(self.heads * self.size, c["hidden_size"], bias=False)

    def project(self, x, cos, sin):
        batch, length, _ = x.shape
        q = self.q_proj(x).view(batch, length, self.heads, self.size).transpose(1, 2)
        k = self.k_proj(x).view(batch, length, self.kv, self.size).transpose(1, 2)
        v = self.v_proj(x).view(batch, length, self.kv, self.size).transpose(1, 2)
        k, v = (y.repeat_interleave(self.heads // self.kv, 1) for y in (rotate(k, cos, sin), v))
        return rotate(q, cos, sin), k, v

    def output(self, y):
        return self.o_proj(y.transpose(1, 2).flatten(2))


class MLP(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_proj = nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.up_proj = nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.down_proj = nn.Linear(c["intermediate_size"], c["hidden_size"], bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = Attention(c, c["hidden_size"])
        self.post_attention_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.mlp = MLP(c)

    def forward(self, x, cos, sin, dropout, cache=None, mask=None):
        q, k, v = self.self_attn.project(self.input_layernorm(x), cos, sin)
        if cache is not None:
            k, v = cache.append(k, v)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        x = x + dropout(self.self_attn.output(y))
        return x + dropout(self.mlp(self.post_attention_layernorm(x)))


class Target(nn.Module):
    """LlamaForCausalLM with tied embeddings."""

    def __init__(self, dropout=0.0):
        super().__init__()
        c = TARGET
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.model.layers = nn.ModuleList(Layer(c) for _ in range(c["num_hidden_layers"]))
        self.model.norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.dropout = nn.Dropout(dropout)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                deep = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(weight, std=0.02 / (2 * c["num_hidden_layers"]) ** 0.5 if deep else 0.02)

    def forward(self, ids, positions=None, caches=None, mask=None):
        """Logits [batch, length, vocabulary] and the hidden states that enter the auxiliary layers, concatenated."""
        if positions is None:
            positions = torch.arange(ids.shape[1], device=ids.device)[None]
        cos, sin = (t[:, None] for t in rope(positions, TARGET["head_dim"], TARGET["rope_theta"]))
        x, auxiliary = self.dropout(self.model.embed_tokens(ids)), []
        for i, layer in enumerate(self.model.layers):
            if i in AUXILIARY_LAYERS:
                auxiliary.append(x)
            x = layer(x, cos, sin, self.dropout, caches[i] if caches else None, mask)
        return F.linear(self.model.norm(x), self.model.embed_tokens.weight.to(x.dtype)), torch.cat(auxiliary, -1)


class Draft(nn.Module):
    """LlamaForCausalLMEagle3: embedding of the next token beside a hidden state, one layer, a smaller vocabulary."""

    def __init__(self):
        super().__init__()
        c = DRAFT
        self.fc = nn.Linear(len(AUXILIARY_LAYERS) * c["hidden_size"], c["hidden_size"], bias=False)
        self.midlayer = nn.Module()
        self.midlayer.input_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.midlayer.hidden_norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.midlayer.self_attn = Attention(c, 2 * c["hidden_size"])
        self.midlayer.post_attention_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.midlayer.mlp = MLP(c)
        self.norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.lm_head = nn.Linear(c["hidden_size"], c["draft_vocab_size"], bias=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                nn.init.normal_(weight, std=0.02)

    def unroll(self, embedding, auxiliary, ids, steps):
        """Training-time test. Index i of step k stands for position i + k: it reads token i + k + 1 and the hidden state
        of step k - 1 (of the target at step 0), and attends to step 0 up to i and to its own later steps, which is what
        drafting k + 1 tokens from position i does. Yields the logits of each step [batch, length, draft vocabulary]."""
        c, layer = DRAFT, self.midlayer
        length = ids.shape[1]
        hidden, keys, values = self.fc(auxiliary), [], []
        causal = torch.ones(length, length, dtype=torch.bool, device=ids.device).tril()
        for k in range(steps):
            token = torch.cat([ids[:, k + 1:], ids.new_zeros(ids.shape[0], min(k + 1, length))], 1)[:, :length]
            positions = torch.arange(length, device=ids.device)[None] + k
            cos, sin = (t[:, None] for t in rope(positions, c["head_dim"], c["rope_theta"]))
            inputs = torch.cat([layer.input_layernorm(embedding(token).to(hidden.dtype)), layer.hidden_norm(hidden)], -1)
            q, key, value = layer.self_attn.project(inputs, cos, sin)
            keys.append(key)
            values.append(value)
            scale = c["head_dim"] ** -0.5
            scores = (q @ keys[0].transpose(-1, -2) * scale).masked_fill(~causal, float("-inf"))
            own = [(q * later).sum(-1, keepdim=True) * scale for later in keys[1:]]
            weights = torch.cat([scores, *own], -1).float().softmax(-1).to(q.dtype)
            y = weights[..., :length] @ values[0]
            for j, later in enumerate(values[1:]):
                y = y + weights[..., length + j:length + j + 1] * later
            hidden = hidden + layer.self_attn.output(y)
            hidden = hidden + layer.mlp(layer.post_attention_layernorm(hidden))
            yield self.lm_head(self.norm(hidden))
