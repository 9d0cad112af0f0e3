using Microsoft.Extensions.AI;
using SpeculativeDecoding;

await using var server = await SpecBundle.LaunchAsync(Catalog.Qwen3_30B);

// Never reached on a machine without SGLang, and compiled all the same.
using var chat = server.AsIChatClient();
Console.WriteLine((await chat.GetResponseAsync("What is the capital of France?")).GetStatistics());
