"""Trains small tokenizers of each kind and writes what the `tokenizers` package makes of 2,000 strings.

    OUT=folder python make_fixtures.py
"""
import base64, gzip, json, os, random, unicodedata
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

OUT = os.environ["OUT"]
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LING = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
KIMI = (r"[\p{Han}]+|"
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

SENTENCES = """The draft proposes tokens and the target verifies them, several at a time.
Speculative decoding keeps the output the same; it only arrives earlier, doesn't it?
I've measured it, you'll see: they're faster, we'd say 2.5 times, and that's 1024 tokens in 3.14159 seconds.
def accept(draft, target):\n    for i, (a, b) in enumerate(zip(draft, target)):\n        if a != b:\n            return i\n    return len(draft)
public sealed record Token(int Id, string Text) { public override string ToString() => $"{Id}:{Text}"; }
SELECT name, COUNT(*) FROM requests WHERE accept_length >= 2.4 GROUP BY name ORDER BY 2 DESC;
Der schnelle Entwurf schlägt Wörter vor, das große Modell prüft sie und über-nimmt, was paßt.
Le modèle vérifie les propositions de l'ébauche, déjà acceptées ou rejetées à chaque étape.
El modelo pequeño propone; el grande decide. ¿Cuántas fichas acepta por paso?
推测解码让小模型先提出多个词元,大模型一次验证它们,输出不变而速度更快。
投機的デコードでは、小さなモデルがトークンを提案し、大きなモデルがまとめて検証します。
추측 디코딩은 작은 모델이 토큰을 제안하고 큰 모델이 한꺼번에 검증합니다.
Модель-черновик предлагает токены, а большая модель проверяет их за один шаг.
النموذج الصغير يقترح الرموز والنموذج الكبير يتحقق منها دفعة واحدة.
छोटा मॉडल टोकन सुझाता है और बड़ा मॉडल उन्हें एक साथ जाँचता है।
โมเดลเล็กเสนอโทเค็นและโมเดลใหญ่ตรวจสอบพร้อมกัน
Το μικρό μοντέλο προτείνει και το μεγάλο ελέγχει.
🚀 faster 🎉 👩‍👩‍👧‍👦 family 👍🏽 ok 🇩🇪 🇯🇵 ❤️ done
x = [1, 2, 3]; y = {"a": 1.5e-3, 'b': None}  # TODO? no!
https://example.org/a/b?c=d&e=f#g user@example.org C:\\temp\\file.txt ~/.cache/hub
""".split("\n")
ODD = ["", " ", "  ", "\n", "\r\n", "\n\n\n", "\t", "   \n  ", " \u00a0 ", "\u3000", "\u2028", "\x00", "\x01\x02\x1f", "\x7f", "\u200b", "\u200d", "\ufeff", "\u00ad",
       "e\u0301", "a\u0308o\u0308", "\u1100\u1161\u11a8", "\u0958", "\u2126", "\ufb01", "n\u0303 \u0303", "\u0344",
       "\U00020000\U00020001", "\U0002a6d6字", "\U0001d400\U0001d401x", "\U00010400\U00010428", "\U0001f600", "\U0001f469\u200d\U0001f4bb", "\U0001f1e9\U0001f1ea", "\U0001d7ce\U0001d7cf", "\U00010107", "\U0001e900\U0001e922", "\U000e0100", "\U00011000", "\U0001f3fd", "\U0010ffff",
       "12345678901234567890", "1,234,567.89", "٣٤٥", "²³", "Ⅷ", "½", "don't DON'T we'll WE'LL I'D it'S", "''''", "'s", "ſ'ſ", "K", "ǅungla", "ʰa", "ªº", "々〇〆", "〸", "ㄅㄆ", "ﾊﾝｶｸ", "ＦＵＬＬ", "中a文b", "漢字カナ交じり文",
       "==>", "!!!???...", "—–-", "//////\n", "{{{}}}", "\\n\\t", "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<tool_call>", "</tool_call>", "<|im_start", "|im_end|>", "<|im_start|>user\nhi<|im_end|>\n", " <|endoftext|> ", "a<tool_call>b",
       "word" * 60, "a" * 300, " " * 70, "\n" * 40, "字" * 50, "é" * 40]

def strings():
    rng = random.Random(20261124)
    made = list(ODD) + list(SENTENCES)
    while len(made) < 2000:
        parts = []
        for _ in range(rng.randint(1, 7)):
            kind = rng.random()
            if kind < 0.45:
                sentence = rng.choice(SENTENCES); a = rng.randint(0, max(len(sentence) - 1, 0)); parts.append(sentence[a:a + rng.randint(1, 50)])
            elif kind < 0.8:
                parts.append(rng.choice(ODD)[:40])
            elif kind < 0.9:
                parts.append(rng.choice([" ", "  ", "\n", "\t", ""]))
            else:
                while True:
                    c = chr(rng.choice([rng.randint(0x20, 0x24ff), rng.randint(0x3000, 0xd7ff), rng.randint(0xe000, 0xfffd), rng.randint(0x10000, 0x1ffff), rng.randint(0x20000, 0x2a6df)]))
                    # Characters of the newest Unicode releases are classified by release, not by us.
                    if unicodedata.ucd_3_2_0.category(c) == unicodedata.category(c) != "Cn":
                        break
                parts.append(c * rng.randint(1, 3))
        made.append("".join(parts))
    return made[:2000]

def train(pattern, size, normalizer=None, use_regex=False):
    t = Tokenizer(models.BPE())
    if normalizer: t.normalizer = normalizer
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)
    t.pre_tokenizer = byte_level if pattern is None else pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), byte_level])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(SENTENCES * 4, trainers.BpeTrainer(vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False, min_frequency=2))
    return t

def alphabet():
    printable = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or 174 <= b <= 255]
    table, n = {}, 0
    for b in range(256):
        if b in printable: table[chr(b)] = b
        else: table[chr(256 + n)] = b; n += 1
    return table

def as_ranks(t):
    """The vocabulary in the order of a rank file, and every merge that leads to an entry."""
    table = alphabet()
    vocab = sorted(t.get_vocab(with_added_tokens=False).items(), key=lambda e: e[1])
    ranks = {bytes(table[c] for c in token): i for i, (token, _) in enumerate(vocab)}
    back = {b: c for c, b in table.items()}
    text = lambda b: "".join(back[x] for x in b)
    merges = []
    for token in ranks:
        local = [(token[:i], token[i:]) for i in range(1, len(token)) if token[:i] in ranks and token[i:] in ranks]
        merges += sorted(local, key=lambda e: (ranks[e[0]], ranks[e[1]]))
    return ranks, {text(b): i for b, i in ranks.items()}, [(text(a), text(b)) for a, b in merges]

def reference(t, texts):
    plain = Tokenizer.from_str(t.to_str()); plain.encode_special_tokens = True
    return [{"t": x, "s": t.encode(x, add_special_tokens=False).ids, "p": plain.encode(x, add_special_tokens=False).ids} for x in texts]

def finish(t):
    t.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in SPECIAL])
    t.add_tokens([AddedToken("<tool_call>", special=False, normalized=False)])
    return t

def write(name, t, texts, files):
    with gzip.GzipFile(os.path.join(OUT, name + ".jsonl.gz"), "wb", mtime=0) as f:
        for row in reference(t, texts):
            f.write((json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n").encode())
    bundle[name] = files

bundle = {}
texts = strings()
def config(t):
    return json.dumps({"added_tokens_decoder": {str(i): {"content": a.content, "special": a.special} for i, a in t.get_added_tokens_decoder().items()}})

t = finish(train(QWEN, 1500, normalizers.NFC()))
vocab = t.get_vocab(with_added_tokens=False); merges = json.loads(t.to_str())["model"]["merges"]
write("qwen", t, texts, {"vocab.json": json.dumps(vocab), "merges.txt": "#version: 0.2\n" + "\n".join(" ".join(m) for m in merges) + "\n", "tokenizer_config.json": config(t)})
for name, pattern, rank_file in (("llama", LLAMA3, None), ("kimi", KIMI, "tiktoken.model")):
    ranks, vocab, merges = as_ranks(train(pattern, 1500))
    base = json.loads(train(pattern, 300).to_str())
    base["model"].update(vocab=vocab, merges=[list(m) for m in merges], ignore_merges=True)
    t = finish(Tokenizer.from_str(json.dumps(base)))
    if rank_file is None:
        write(name, t, texts, {"tokenizer.json": t.to_str()})
    else:
        write(name, t, texts, {rank_file: "".join(f"{base64.b64encode(b).decode()} {i}\n" for b, i in ranks.items()), "tokenizer_config.json": config(t)})
t = finish(train(LING, 1200)); j = json.loads(t.to_str()); j["model"]["merges"] = [" ".join(m) for m in j["model"]["merges"]]
write("ling", t, texts, {"tokenizer.json": json.dumps(j)})
write("o200k", t := finish(train(O200K, 1200)), texts, {"tokenizer.json": t.to_str()})
write("gpt2", t := finish(train(None, 1000, use_regex=True)), texts, {"tokenizer.json": t.to_str()})
with gzip.GzipFile(os.path.join(OUT, "files.json.gz"), "wb", mtime=0) as f:
    f.write(json.dumps(bundle).encode())
import tokenizers, shutil
print("tokenizers", tokenizers.__version__, {n: os.path.getsize(os.path.join(OUT, n)) for n in os.listdir(OUT)})
