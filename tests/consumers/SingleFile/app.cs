#:package SpecBundle.Client@__VERSION__
#:property PublishAot=false
using SpeculativeDecoding;

await SpecBundle.LaunchAsync(Catalog.Qwen3_30B);
