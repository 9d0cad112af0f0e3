using SpeculativeDecoding.Benchmarks;

var before = (await RequestLog.ReadAsync(Path.Combine(args[0], "requests.jsonl"))).Records;
var after = (await RequestLog.ReadAsync(Path.Combine(args[1], "requests.jsonl"))).Records;
foreach (var cell in BenchmarkComparison.Of(before, after).Cells)
{
    Console.WriteLine($"{cell.Workload} {cell.Configuration}: accept length x {cell.AcceptLengthRatio?.Estimate:F3}, speed x {cell.SpeedRatio?.Estimate:F3}");
}

using var page = File.CreateText("dashboard.html");
Dashboard.Write(page, new DashboardRun { Target = "my/target", Draft = "my/draft", Report = BenchmarkReport.From(after) });
