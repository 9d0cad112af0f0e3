using SpeculativeDecoding;

await SpecBundle.LaunchAsync(Catalog.Qwen3_30B);
