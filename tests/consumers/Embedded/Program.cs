using SpeculativeDecoding;

await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny);
var result = await server.Client.GenerateAsync(new GenerateRequest
{
    Prompt = "<|bos|><|user|>Tom has 3 apples and buys 4 more. How many apples does Tom have?<|assistant|>",
    Sampling = new SamplingParameters { Temperature = 0, MaxNewTokens = 64 },
});

Console.WriteLine(result.Text);
Console.WriteLine($"accept length {result.Statistics.Speculation?.AcceptLength:F2}");
