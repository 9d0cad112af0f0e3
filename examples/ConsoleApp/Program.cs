using SpeculativeDecoding;

// Asks one question: dotnet run --project examples/ConsoleApp "A box holds 6 eggs. How many eggs are in 7 boxes?"
// On a machine with GPUs and SGLang, Catalog.Qwen3_30B or another pair stands in place of Catalog.Tiny.
var question = args is [var given, ..] ? given : "Tom has 3 apples and buys 4 more. How many apples does Tom have?";
await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny);

await foreach (var chunk in server.Client.StreamAsync($"<|bos|><|user|>{question}<|assistant|>", new() { Temperature = 0, MaxNewTokens = 64 }))
{
    Console.Write(chunk.Text);
    if (chunk.Result is { } result)
    {
        Console.WriteLine($"\naccept length {result.Statistics.Speculation?.AcceptLength:F2}");
    }
}
