using SpeculativeDecoding;

await using var server = await SpecBundle.LaunchAsync(Catalog.Qwen3_30B);

await foreach (var chunk in server.Client.StreamAsync("The capital of France is"))
{
    Console.Write(chunk.Text);
    if (chunk.Result is { } result)
    {
        Console.WriteLine($"\naccept length {result.Statistics.Speculation?.AcceptLength:F2}");
    }
}
