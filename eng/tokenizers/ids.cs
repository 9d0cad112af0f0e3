#:project ../../src/SpecBundle.Tokenizers/SpecBundle.Tokenizers.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false
#:property RunAnalyzers=false
#:property InvariantGlobalization=true

// The ids that this library gives: our half of compare.mjs and of growth.mjs, which start it.
//   ids.cs FOLDER|gpt-oss          for each line of standard input, a text (UTF-16 in base 64): its ids with special tokens, and without
//   ids.cs FOLDER|gpt-oss --times  for each line its number of tokens, and the milliseconds of processor time that it took, which other programs hardly change
using System.Runtime.InteropServices;
using System.Text;
using SpeculativeDecoding;

var tokenizer = args[0] == "gpt-oss" ? ModelTokenizer.GptOss() : ModelTokenizer.Load(args[0]);
using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false), false, 1 << 20);
using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 20);
while (await input.ReadLineAsync() is { } line)
{
    var text = MemoryMarshal.Cast<byte, char>(Convert.FromBase64String(line)).ToString();
    if (args is [_, "--times"])
    {
        var before = Environment.CpuUsage.TotalTime;
        var count = tokenizer.Encode(text).Count;
        await output.WriteLineAsync($"[{count},{(long)(Environment.CpuUsage.TotalTime - before).TotalMilliseconds}]");
    }
    else
    {
        await output.WriteLineAsync($"[[{string.Join(',', tokenizer.Encode(text, allowSpecial: true))}],[{string.Join(',', tokenizer.Encode(text))}],{tokenizer.CountTokens(text)}]");
    }

    await output.FlushAsync();
}
