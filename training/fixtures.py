"""Writes what an independent implementation computes on the saved pair: the reference of the engine's tests.

    python training/fixtures.py --pair FOLDER --out FOLDER
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

import make_word_problems as word_problems
from models import Draft

STRINGS = [
    "", " ", "  ", "\n", "\t", "\r\n", "a", "A b", " leading", "trailing ", "Hello, world!", "3 + 4 = 7", "$5.00", "100%", "don't", "I'm", "x²+y²",
    "naïve café", "Zürich", "e\u0301", "\u00e9", "ñandú", "Ελληνικά", "Привет, мир", "שלום", "مرحبا", "नमस्ते", "你好，世界", "日本語テキスト", "한국어",
    "😀", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "\u0000", "\u0001\u0002", "\u200b", "\ufeff", "\u00a0", "\u3000", "a\u0300\u0301", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𠀀",
    "for (int i = 0; i < 10; i++) { sum += i; }", "def f(x):\n    return x ** 2\n", "<html>&amp;</html>", "https://example.org/a?b=c#d", "C:\\folder\\file",
    "<|bos|><|user|>How many?<|assistant|>", "<|eos|>", "<|bos|", "<|unknown|>", "text<|eos|>text", "1234567890", "1,000,000", "3.14159", "  two  spaces  ",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pair", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.pair / "target/tokenizer.json"))
    problems = [p.question for p in word_problems.training_problems(1000, seed=99)]
    strings = STRINGS + problems[:80] + [p[i % 7:] + s for i, (p, s) in enumerate(zip(problems[80:240], STRINGS * 4))]
    with open(arguments.out / "tokenizer.jsonl", "w", encoding="utf-8") as file:
        for text in strings:
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            file.write(json.dumps({"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False)}) + "\n")

    model = LlamaForCausalLM.from_pretrained(str(arguments.pair / "target"), dtype=torch.float32, attn_implementation="eager").eval()
    tensors = load_file(str(arguments.pair / "draft/model.safetensors"))
    to_target = (torch.arange(tensors["d2t"].shape[0]) + tensors["d2t"]).tolist()
    draft = Draft()
    draft.load_state_dict({name: tensor.float() for name, tensor in tensors.items() if name not in ("d2t", "t2d")})
    draft.eval()
    index, saved = [], {}
    layers = model.config.num_hidden_layers
    for number, question in enumerate(problems[300:332]):
        ids = tokenizer.encode(f"<|bos|><|user|>{question}<|assistant|>", add_special_tokens=False).ids
        with torch.no_grad():
            output = model(torch.tensor([ids]), output_hidden_states=True)
            written = model.generate(torch.tensor([ids]), max_new_tokens=32, do_sample=False, eos_token_id=2, pad_token_id=0)[0, len(ids):].tolist()
            # The draft reads the token after each position: the prompt's, then the first of the answer, then its own.
            tokens = ids + written[:1]
            auxiliary = torch.cat([output.hidden_states[layer] for layer in (2, layers // 2, layers - 3)], -1)
            chain, rows = [], []
            for step in range(3):
                padded = torch.tensor([tokens + chain])
                states = torch.cat([auxiliary, auxiliary.new_zeros(1, padded.shape[1] - auxiliary.shape[1], auxiliary.shape[2])], 1)
                guesses = list(draft.unroll(model.model.embed_tokens, states, padded, step + 1))
                rows.append(guesses[step][0, len(ids) - 1])
                chain.append(to_target[rows[-1].argmax().item()])
        saved[f"target.{number}"] = output.logits[0, -4:].contiguous()
        saved[f"draft.{number}"] = torch.stack(rows).contiguous()
        index.append({"prompt": question, "ids": ids, "greedy": written, "drafted": chain})
    save_file(saved, str(arguments.out / "logits.safetensors"))
    (arguments.out / "prompts.json").write_text(json.dumps(index) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
