using SpeculativeDecoding;
using SpeculativeDecoding.Benchmarks;

string[] prompts = ["Tom has 3 apples and buys 4 more. How many apples does Tom have?", "Lea reads 12 pages a day. How many pages does she read in 5 days?", "A box holds 6 eggs. How many eggs are in 7 boxes?"];
var run = await Benchmark.RunAsync(new BenchmarkOptions
{
    Pair = Catalog.Tiny,
    Workloads = [new PromptWorkload("mine", prompts) { MaxNewTokens = 64 }],
});
var cell = run.Report.Find("1,3,1,4", "mine")!;
Console.WriteLine($"accept length {cell.AcceptLength?.Estimate:F2}, {cell.Speedup?.Overall.Estimate:F2} times as fast as without the draft");
return cell.AcceptLength is { Estimate: > 1.5 } ? 0 : 1;
