using SpeculativeDecoding;

// What would be started on two 80 GB GPUs, without starting anything.
var machine = new LaunchMachine
{
    SglangVersion = "0.5.17",
    Gpus = [.. Enumerable.Range(0, 2).Select(index => new Gpu { Index = index, Name = "NVIDIA H100 80GB HBM3", MemoryBytes = 80L << 30 })],
};
var plan = LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { Speculation = SpeculationSettings.Chain(5) }, machine);

foreach (var argument in plan.Arguments)
{
    Console.WriteLine($"{argument.Value,-40} {argument.Source,-10} {argument.Reason}");
}

Console.WriteLine();
Console.WriteLine(plan.ToShell());
