// Texts on which tokenizers differ if they differ at all: prompts of the data sets, many scripts, runs without a blank,
// special tokens strewn in, what NFC changes, and random Unicode. The same for the same seed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const SENTENCES = `The draft proposes tokens and the target verifies them, several at a time.
I've measured it, you'll see: they're faster, we'd say 2.5 times, and that's 1024 tokens in 3.14159 seconds. DON'T! IT'S O'Neill's.
def accept(draft, target):\\n    for i, (a, b) in enumerate(zip(draft, target)):\\n        if a != b:\\n            return i\\n    return len(draft)
public sealed record Token(int Id, string Text) { public override string ToString() => $"{Id}:{Text}"; }
SELECT name, COUNT(*) FROM requests WHERE accept_length >= 2.4 GROUP BY name ORDER BY 2 DESC;
#include <vector>\\r\\n\\tstd::vector<int> x{1,2,3}; // ok?\\r\\n\\r\\n\\treturn x[0]<<2 | 0xDEADBEEF;
Der schnelle Entwurf schlägt Wörter vor, das große Modell prüft sie und über-nimmt, was paßt.
Le modèle vérifie les propositions de l'ébauche, déjà acceptées ou rejetées à chaque étape.
El modelo pequeño propone; el grande decide. ¿Cuántas fichas acepta por paso?
Mô hình nhỏ đề xuất các từ, mô hình lớn kiểm tra chúng cùng một lúc. Tiếng Việt có nhiều dấu.
推测解码让小模型先提出多个词元,大模型一次验证它们,输出不变而速度更快。
投機的デコードでは、小さなモデルがトークンを提案し、大きなモデルがまとめて検証します。ﾊﾝｶｸ ＦＵＬＬ
추측 디코딩은 작은 모델이 토큰을 제안하고 큰 모델이 한꺼번에 검증합니다.
Модель-черновик предлагает токены, а большая модель проверяет их за один шаг.
النموذج الصغير يقترح الرموز والنموذج الكبير يتحقق منها دفعة واحدة. بِسْمِ ٱللَّٰهِ
המודל הקטן מציע אסימונים והגדול בודק אותם. שָׁלוֹם
छोटा मॉडल टोकन सुझाता है और बड़ा मॉडल उन्हें एक साथ जाँचता है। क़ ख़ ग़
ছোট মডেল টোকেন প্রস্তাব করে এবং বড় মডেল যাচাই করে। ড় ঢ় য়
சிறிய மாதிரி டோக்கன்களை முன்மொழிகிறது; பெரியது சரிபார்க்கிறது. கொ கோ கௌ
โมเดลเล็กเสนอโทเค็นและโมเดลใหญ่ตรวจสอบพร้อมกัน น้ำ กำลัง
ខ្មែរ មានអក្សរជាច្រើន ລາວ ພາສາ မြန်မာ ဘာသာ བོད་སྐད་ཡིག
Το μικρό μοντέλο προτείνει και το μεγάλο ελέγχει. ᾳ ῼ Ϊ
პატარა მოდელი Հայերեն አማርኛ ᏣᎳᎩ ᠮᠣᠩᠭᠣᠯ ᚠᚢᚦ
🚀 faster 🎉 👩‍👩‍👧‍👦 family 👍🏽 ok 🇩🇪 🇯🇵 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 done
x = [1, 2, 3]; y = {"a": 1.5e-3, 'b': None}  # TODO? no!
https://example.org/a/b?c=d&e=f#g user@example.org C:\\\\temp\\\\file.txt ~/.cache/hub
| a | b |\\n|---|---|\\n| 1 | 22 |\\n\\n\\n   * item\\n      - sub\\n\\t\\t+ tab   \\n $$\\int_0^1 x^2\\,dx = \\frac{1}{3}$$`.split("\n").map(line => line.replace(/\\\\|\\[nrt]/g, c => ({ "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t" })[c]));

const ODD = ["", " ", "  ", "\n", "\r\n", "\n\n\n", "\t", "   \n  ", " \u00a0 ", "\u3000", "\u2028", "\u0085", "\x00", "\x01\x02\x1f", "\x7f", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u180e", "\ufffd",
    "e\u0301", "a\u0308o\u0308", "\u1100\u1161\u11a8", "\u1100\u1161", "\uac00\u11a8", "\u0958", "\u2126", "\u212b", "\ufb01", "n\u0303 \u0303", "\u0344", "q\u0307\u0323", "s\u0323\u0307", "\u0f73", "\u09c7\u09be", "\u1e9b\u0323", "\ufb1d", "\uf900", "\u{2f800}", "\u{1d15e}", "\u{11099}\u{110ba}",
    "\u{20000}\u{20001}", "\u{2a6d6}字", "\u{1d400}\u{1d401}x", "\u{10400}\u{10428}", "\u{1d7ce}\u{1d7cf}", "\u{10107}", "\u{1e900}\u{1e922}", "\u{e0100}", "\u{11000}", "\u{16fe2}\u{16fe3}", "\u{16ff0}\u{16ff1}", "\u{10ffff}", "\u{f0000}",
    "12345678901234567890", "1,234,567.89", "٣٤٥", "²³", "Ⅷ", "½", "٣4५", "don't DON'T we'll WE'LL I'D it'S", "''''", "'s", "'ſ", "ſ'ſ", "K", "'ll'LL'Ll", "'RE've", "ǅungla", "ʰa", "ªº", "々〇〆", "〸", "ㄅㄆ", "中a文b", "漢字カナ交じり文",
    "==>", "!!!???...", "—–-", "//////\n", "/\r\n/", "{{{}}}", "\\n\\t", ")\n\n", "?\r\r\n", "ı İ ŉ", "ẞß", "\ud83d", "\ude00 ", "a\ud83db"];

const RANDOM = [[0x20, 0x7e], [0xa0, 0x24f], [0x250, 0x1fff], [0x2000, 0x2bff], [0x3000, 0x33ff], [0x4e00, 0x9fff], [0xac00, 0xd7a3], [0xa000, 0xabff], [0xe000, 0xffff], [0x10000, 0x1ffff], [0x20000, 0x323af], [0, 0x10ffff]];

export function random(seed) {
    // mulberry32
    const next = () => { seed = seed + 0x6d2b79f5 | 0; let t = Math.imul(seed ^ seed >>> 15, 1 | seed); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) / 4294967296; };
    const int = (low, high) => low + Math.floor(next() * (high - low + 1));
    return { next, int, choice: list => list[int(0, list.length - 1)] };
}

function code(r) {
    for (const [low, high] = r.choice(RANDOM); ;) {
        const value = r.int(low, high);
        if (value < 0xd800 || value > 0xdfff) return String.fromCodePoint(value);
    }
}

/** The prompts and answers of the data sets, as they stand, cut at 4,000 characters. */
export function* datasets(folder) {
    for (const name of ["gsm8k/test.jsonl", "gsm8k/train.jsonl", "humaneval/HumanEval.jsonl.gz", "mt-bench/question.jsonl"]) {
        const path = join(folder, name);
        if (!existsSync(path)) continue;
        const bytes = readFileSync(path);
        for (const line of (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").filter(Boolean)) {
            for (const value of Object.values(JSON.parse(line)).flat()) if (typeof value === "string" && value) yield value.slice(0, 4000);
        }
    }
}

/** Texts without end. */
export function* made(seed, tokens) {
    const r = random(seed);
    const slice = text => { const chars = [...text]; const begin = r.int(0, chars.length); return chars.slice(begin, begin + r.int(1, 60)).join(""); };
    const kinds = [
        [40, () => slice(r.choice(SENTENCES))],
        [15, () => r.choice(ODD)],
        [10, () => r.choice([" ", "  ", "\n", "\t", "", "\r\n", "\n\n"])],
        [10, () => r.choice(tokens)],
        // Nearly one: without its end or beginning, in capitals, with a mark behind it.
        [5, () => { const token = r.choice(tokens); return r.choice([token.slice(0, -1), token.slice(1), token.toUpperCase(), token + "\u0338", token + "\u0301", " " + token + " ", token + token, token.slice(0, 3) + token]); }],
        [8, () => code(r).repeat(r.int(1, 4))],
        [6, () => Array.from({ length: r.int(1, 30) }, () => code(r)).join("")],
        // A letter with marks in whatever order: what NFC sorts and joins.
        [4, () => String.fromCodePoint(r.int(0x41, 0x24f)) + Array.from({ length: r.int(1, 4) }, () => String.fromCodePoint(r.int(0x300, 0x36f))).join("")],
        [2, () => Array.from({ length: r.int(1, 20) }, () => String.fromCodePoint(r.int(0x1100, 0x1112), r.int(0x1161, 0x1175), ...(r.next() < 0.5 ? [r.int(0x11a7, 0x11c2)] : []))).join("")],
        [3, () => Array.from({ length: r.int(1, 12) }, () => r.int(0, 9)).join("")],
        // Without a blank: Chinese, Thai, one character again and again, letters.
        [1, () => Array.from({ length: r.int(10, 400) }, () => String.fromCodePoint(r.int(0x4e00, 0x9fa5))).join("")],
        [1, () => Array.from({ length: r.int(10, 400) }, () => String.fromCodePoint(r.int(0xe01, 0xe3a))).join("")],
        [1, () => r.choice(["a", "A", " ", "\n", "字", "é", "=", "-", "0", "/", "\t", "ก", "😀", "\u0301", "한", "'s", "ab", " \n", "\r\n"]).repeat(r.int(2, 400))],
        [1, () => Array.from({ length: r.int(10, 400) }, () => String.fromCharCode(r.int(0x61, 0x7a))).join("")],
    ];
    const total = kinds.reduce((sum, [weight]) => sum + weight, 0);
    const part = () => { let at = r.next() * total; for (const [weight, make] of kinds) { if ((at -= weight) < 0) return make(); } return ""; };
    for (;;) yield Array.from({ length: r.int(1, 12) }, part).join("");
}
