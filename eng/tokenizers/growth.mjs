// Times our encoding of text without a blank, ten times as long each time: the time should grow by ten, too.
//
//   cd work        # where compare.mjs has run: it leaves the files of each kind in folders/
//   node ROOT/eng/tokenizers/growth.mjs [--longest 1000000] [--only TEXT]
//
// Prints a line for each kind and text: the milliseconds of processor time for 10,000, 100,000 ... characters, and the last growth.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { random } from "./corpus.mjs";

const { values: options } = parseArgs({ options: { longest: { type: "string", default: "1000000" }, only: { type: "string", default: "" } } });
const r = random(1);
const of = (low, high) => length => Array.from({ length }, () => String.fromCodePoint(r.int(low, high))).join("");
const again = text => length => text.repeat(Math.ceil(length / text.length)).slice(0, length);
const texts = {
    Chinese: of(0x4e00, 0x9fa5), Thai: of(0xe01, 0xe3a), "one letter": again("a"), "one capital": again("A"), "random letters": of(0x61, 0x7a), blanks: again(" "), "line ends": again("\n"), punctuation: again("="), "random punctuation": of(0x21, 0x2f),
    digits: of(0x30, 0x39), "accents alone": again("\u0301"), emoji: again("😀"), "beginnings of special tokens": again("<|"), "special tokens": again("<|im_end|>"), "half Hangul": again("\u1100\u1161"),
};
const lengths = [];
for (let length = 10_000; length <= Number(options.longest); length *= 10) lengths.push(length);

for (const folder of ["gpt-oss", ...readdirSync("folders").map(name => join("folders", name))].filter(name => name.includes(options.only))) {
    const half = spawn("dotnet", ["ids/ids.dll", folder, "--times"], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: half.stdout })[Symbol.asyncIterator]();
    const time = async text => {
        half.stdin.write(Buffer.from(text, "utf16le").toString("base64") + "\n");
        return JSON.parse((await lines.next()).value)[1];
    };
    await time("Patterns are compiled for the first text.");
    for (const [name, make] of Object.entries(texts)) {
        const times = [];
        for (const length of lengths) times.push(await time(make(length)));
        console.log(`${folder}\t${name}\t${times.join(" ")} ms\tx${(times.at(-1) / Math.max(1, times.at(-2))).toFixed(1)}`);
    }
    half.stdin.end();
}
