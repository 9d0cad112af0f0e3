"""Trains the pair `tiny` from GSM8K's training set and problems of our own: tokenizer, target, its own answers, draft.

    python training/train.py --gsm8k FOLDER --out FOLDER
"""

import argparse
import json
import math
import random
import re
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

import make_word_problems as word_problems
from models import AUXILIARY_LAYERS, DRAFT, TARGET, Draft, Target

SPECIAL = ["<|pad|>", "<|bos|>", "<|eos|>", "<|user|>", "<|assistant|>"]
PAD, BOS, EOS, USER, ASSISTANT = range(5)
# Words with their leading space, digits one by one, punctuation, white space: .NET reads the same expression.
SPLIT = r" ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
OWN_PROBLEMS = 6000
MAX_NEW = 256
CHAT_TEMPLATE = ("{{ '<|bos|>' }}{% for message in messages %}{% if message['role'] == 'assistant' %}{{ '<|assistant|>' + message['content'] + '<|eos|>' }}"
                 "{% else %}{{ '<|user|>' + message['content'] }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}")
started = time.time()


def say(*words):
    print(f"[{time.time() - started:7.1f} s]", *words, flush=True)


def read_gsm8k(path):
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    return [(row["question"].strip(), re.sub(r"<<[^>]*>>", "", row["answer"]).strip()) for row in rows]


def train_tokenizer(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(vocab_size=TARGET["vocab_size"], special_tokens=SPECIAL,
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    assert tokenizer.get_vocab_size() == TARGET["vocab_size"]
    return tokenizer


def batches(items, size, draw, sort=True):
    """Batches of like lengths in a random order, padded on the right."""
    order = list(range(len(items)))
    draw.shuffle(order)
    if sort:
        order.sort(key=lambda i: len(items[i][0]) + draw.random() * 8)
    groups = [order[i:i + size] for i in range(0, len(order), size)]
    draw.shuffle(groups)
    for group in groups:
        width = -(-max(len(items[i][0]) for i in group) // 16) * 16
        ids = torch.full((len(group), width), PAD)
        starts = torch.zeros(len(group), dtype=torch.long)
        for row, i in enumerate(group):
            ids[row, :len(items[i][0])] = torch.tensor(items[i][0])
            starts[row] = items[i][1]
        yield ids.cuda(), starts.cuda()


def schedule(step, total, peak):
    warm = 0.03 * total
    return peak * (step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / (total - warm))))


def optimiser(model, rate):
    matrices = [p for p in model.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if p.dim() != 2]
    return torch.optim.AdamW([dict(params=matrices, weight_decay=0.1), dict(params=others, weight_decay=0.0)], lr=rate, betas=(0.9, 0.95), fused=True)


def held_out_loss(model, items):
    model.eval()
    total = count = 0
    with torch.no_grad(), torch.autocast("cuda", torch.bfloat16):
        for ids, _ in batches(items, 128, random.Random(0)):
            logits, _ = model(ids[:, :-1])
            losses = F.cross_entropy(logits.float().flatten(0, 1), ids[:, 1:].flatten(), ignore_index=PAD, reduction="sum")
            total, count = total + losses.item(), count + (ids[:, 1:] != PAD).sum().item()
    model.train()
    return total / count


def train_target(items, held, epochs=10, size=96, rate=2e-3):
    model, draw = Target(dropout=0.1).cuda(), random.Random(1)
    optimizer, total, step = optimiser(model, rate), epochs * math.ceil(len(items) / size), 0
    for epoch in range(epochs):
        for ids, _ in batches(items, size, draw):
            for group in optimizer.param_groups:
                group["lr"] = schedule(step, total, rate)
            with torch.autocast("cuda", torch.bfloat16):
                logits, _ = model(ids[:, :-1])
            loss = F.cross_entropy(logits.float().flatten(0, 1), ids[:, 1:].flatten(), ignore_index=PAD)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
        say(f"target epoch {epoch + 1}: training loss {loss.item():.3f}, held-out loss {held_out_loss(model, held):.3f}")
    return model.eval()


class Cache:
    """Keys and values of one layer while answers are generated."""

    def __init__(self, batch, length, device, dtype):
        shape = (batch, TARGET["num_attention_heads"], length, TARGET["head_dim"])
        self.k, self.v, self.used = torch.zeros(shape, device=device, dtype=dtype), torch.zeros(shape, device=device, dtype=dtype), 0

    def append(self, k, v):
        end = self.used + k.shape[2]
        self.k[:, :, self.used:end], self.v[:, :, self.used:end] = k, v
        self.used = end
        return self.k[:, :, :end], self.v[:, :, :end]


@torch.no_grad()
def answer(model, prompts, temperature, size=1024, dtype=torch.float32):
    """The model's own answers, many at a time: prompts are padded on the left, and what is padding is masked."""
    answers = [None] * len(prompts)
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    for group in [order[i:i + size] for i in range(0, len(order), size)]:
        width = max(len(prompts[i]) for i in group)
        ids = torch.full((len(group), width), PAD, device="cuda")
        for row, i in enumerate(group):
            ids[row, width - len(prompts[i]):] = torch.tensor(prompts[i], device="cuda")
        real = ids != PAD
        positions = (real.cumsum(1) - 1).clamp(min=0)
        caches = [Cache(len(group), width + MAX_NEW, "cuda", dtype) for _ in range(TARGET["num_hidden_layers"])]
        causal = torch.ones(width, width, dtype=torch.bool, device="cuda").tril()
        mask = (causal[None] & real[:, None, :]) | torch.eye(width, dtype=torch.bool, device="cuda")
        logits, _ = model(ids, positions, caches, mask[:, None])
        known, position, written = real, positions[:, -1:], []
        done = torch.zeros(len(group), dtype=torch.bool, device="cuda")
        for _ in range(MAX_NEW):
            last = logits[:, -1].float()
            token = last.argmax(-1) if temperature == 0 else torch.multinomial((last / temperature).softmax(-1), 1)[:, 0]
            written.append(torch.where(done, PAD, token))
            done |= token == EOS
            if done.all():
                break
            position = position + 1
            known = torch.cat([known, torch.ones_like(known[:, :1])], 1)
            logits, _ = model(token[:, None], position, caches, known[:, None, None, :])
        rows = torch.stack(written, 1).tolist()
        for row, i in enumerate(group):
            tokens = rows[row]
            answers[i] = tokens[:tokens.index(EOS) + 1] if EOS in tokens else tokens
    return answers


def train_draft(target, items, draft_tokens, epochs=16, size=64, rate=1.5e-3, steps=6, decay=0.85):
    draft, draw = Draft().cuda(), random.Random(2)
    to_draft = torch.tensor(draft_tokens, device="cuda")
    optimizer, total, step = optimiser(draft, rate), epochs * math.ceil(len(items) / size), 0
    embedding = target.model.embed_tokens
    weights = [decay ** k for k in range(steps)]
    for epoch in range(epochs):
        losses = torch.zeros(steps, device="cuda")
        hits = torch.zeros(steps, device="cuda")
        for ids, starts in batches(items, size, draw):
            for group in optimizer.param_groups:
                group["lr"] = schedule(step, total, rate)
            with torch.autocast("cuda", torch.bfloat16):
                with torch.no_grad():
                    logits, auxiliary = target(ids)
                    wanted = logits[..., to_draft].float()
                    probabilities, best = wanted.softmax(-1), wanted.argmax(-1)
                loss = 0
                index = torch.arange(ids.shape[1], device="cuda")[None]
                for k, guess in enumerate(draft.unroll(embedding, auxiliary, ids, steps)):
                    # Index i predicts what the target says at position i + k + 1: that is where token i + k + 2 comes from.
                    length = ids.shape[1] - k - 1
                    if length <= 0:
                        break
                    counted = ((ids[:, k + 1:] != PAD) & (ids[:, k + 1:] != EOS) & (index[:, :length] + k + 1 >= starts[:, None] - 1)).float()
                    cross = -(probabilities[:, k + 1:] * guess[:, :length].float().log_softmax(-1)).sum(-1)
                    step_loss = (cross * counted).sum() / counted.sum().clamp(min=1)
                    loss = loss + weights[k] * step_loss
                    losses[k] += step_loss.detach()
                    hits[k] += (((guess[:, :length].argmax(-1) == best[:, k + 1:]) * counted).sum() / counted.sum().clamp(min=1)).detach()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(draft.parameters(), 0.5)
            optimizer.step()
            step += 1
        count = math.ceil(len(items) / size)
        say(f"draft epoch {epoch + 1}: loss {[round(x, 3) for x in (losses / count).tolist()]} agreement {[round(x, 3) for x in (hits / count).tolist()]}")
    return draft.eval()


@torch.no_grad()
def accept_length(target, draft, prompts, draft_tokens, depths=(1, 3, 5, 7)):
    """Greedy chains over the target's own greedy answers: completion tokens / verify steps, the prefill's token included."""
    to_target = torch.tensor(draft_tokens, device="cuda")
    answers = answer(target, prompts, 0)
    tokens, verifies = 0, dict.fromkeys(depths, 0)
    for prompt, written in zip(prompts, answers):
        ids = torch.tensor([prompt + written], device="cuda")
        _, auxiliary = target(ids)
        guesses = [to_target[guess.argmax(-1)[0]].tolist() for guess in draft.unroll(target.model.embed_tokens, auxiliary, ids, max(depths))]
        tokens += len(written)
        for depth in depths:
            # The last settled token is at place; the draft stands at the position before it.
            place = len(prompt)
            while place < len(prompt) + len(written) - 1:
                verifies[depth] += 1
                accepted = 0
                while accepted < depth and place + accepted + 1 < ids.shape[1] and guesses[accepted][place - 1] == ids[0, place + accepted + 1]:
                    accepted += 1
                place += accepted + 1
    return {depth: round(tokens / count, 3) for depth, count in verifies.items()}


def save(target, draft, draft_tokens, tokenizer, out):
    (out / "target").mkdir(parents=True, exist_ok=True)
    (out / "draft").mkdir(parents=True, exist_ok=True)
    common = dict(model_type="llama", hidden_act="silu", bos_token_id=BOS, eos_token_id=EOS, pad_token_id=PAD,
                  attention_bias=False, mlp_bias=False, torch_dtype="bfloat16", rope_scaling=None)
    write(out / "target/config.json", dict(architectures=["LlamaForCausalLM"], **TARGET, tie_word_embeddings=True, **common))
    write(out / "draft/config.json", dict(architectures=["LlamaForCausalLMEagle3"], **DRAFT, tie_word_embeddings=False, **common))
    write(out / "target/generation_config.json", dict(bos_token_id=BOS, eos_token_id=EOS, pad_token_id=PAD))
    write(out / "target/special_tokens_map.json", dict(bos_token=SPECIAL[BOS], eos_token=SPECIAL[EOS], pad_token=SPECIAL[PAD]))
    write(out / "target/tokenizer_config.json", dict(
        tokenizer_class="PreTrainedTokenizerFast", bos_token=SPECIAL[BOS], eos_token=SPECIAL[EOS], pad_token=SPECIAL[PAD],
        clean_up_tokenization_spaces=False, model_max_length=TARGET["max_position_embeddings"], chat_template=CHAT_TEMPLATE))
    tokenizer.save(str(out / "target/tokenizer.json"))
    rounded = lambda module: {name: tensor.detach().to("cpu", torch.bfloat16).contiguous() for name, tensor in module.state_dict().items()}
    save_file(rounded(target), str(out / "target/model.safetensors"), metadata={"format": "pt"})
    known = torch.zeros(TARGET["vocab_size"], dtype=torch.bool)
    known[draft_tokens] = True
    maps = dict(d2t=torch.tensor(draft_tokens) - torch.arange(len(draft_tokens)), t2d=known)
    save_file({**rounded(draft), **maps}, str(out / "draft/model.safetensors"), metadata={"format": "pt"})
    say("saved", {str(p.relative_to(out)): p.stat().st_size for p in sorted(out.rglob("*.*"))})


def write(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gsm8k", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--draft-epochs", type=int, default=10)
    parser.add_argument("--evaluate", type=int, default=200, help="prompts of each kind to measure the accept length on")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    # It plans anew for every shape, and answers have a new shape at each token.
    torch.backends.cuda.enable_cudnn_sdp(False)
    own = [(p.question, p.answer) for p in word_problems.training_problems(OWN_PROBLEMS, seed=1)]
    train, test = read_gsm8k(arguments.gsm8k / "train.jsonl"), read_gsm8k(arguments.gsm8k / "test.jsonl")
    tokenizer = train_tokenizer([text for pair in train + own for text in pair])
    say("tokenizer of", tokenizer.get_vocab_size())
    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    prompt = lambda question: [BOS, USER, *encode(question), ASSISTANT]
    item = lambda question, reply: ((prompt(question) + encode(reply) + [EOS])[:512], len(prompt(question)))
    target = train_target([item(*pair) for pair in train + own], [item(*pair) for pair in test], arguments.epochs)
    # What is saved is what the draft must predict.
    target.load_state_dict({name: tensor.to(torch.bfloat16).float() for name, tensor in target.state_dict().items()})

    prompts = [prompt(question) for question, _ in train + own[:len(own) // 2]]
    answers = []
    for temperature in (0, 0.7):
        with torch.autocast("cuda", torch.bfloat16):
            answers += list(zip(prompts, answer(target, prompts, temperature, dtype=torch.bfloat16)))
        say(f"{len(answers)} answers of the target's own; for example:", tokenizer.decode(answers[-1][1])[:300])
    counts = torch.zeros(TARGET["vocab_size"])
    for _, written in answers:
        counts += torch.bincount(torch.tensor(written), minlength=TARGET["vocab_size"])
    draft_tokens = sorted(counts.argsort(descending=True)[:DRAFT["draft_vocab_size"]].tolist())
    say(f"draft vocabulary covers {counts[draft_tokens].sum() / counts.sum():.4f} of the answers")

    draft = train_draft(target, [((p + a)[:512], len(p)) for p, a in answers], draft_tokens, arguments.draft_epochs)
    draft.load_state_dict({name: tensor.to(torch.bfloat16).float() for name, tensor in draft.state_dict().items()})
    save(target, draft, draft_tokens, tokenizer, arguments.out)
    say("accept length, GSM8K test prompts:", accept_length(target, draft, [prompt(q) for q, _ in test[:arguments.evaluate]], draft_tokens))
    evaluation = word_problems.evaluation_problems(arguments.evaluate)
    say("accept length, our own problems:", accept_length(target, draft, [prompt(p.question) for p in evaluation], draft_tokens))
    replies = [tokenizer.decode(a) for a in answer(target, [prompt(p.question) for p in evaluation], 0)]
    say("right answers to our own problems:", sum(r.rstrip().endswith(f"#### {p.result}") for p, r in zip(evaluation, replies)), "of", len(evaluation))
    say(replies[0])


if __name__ == "__main__":
    main()
