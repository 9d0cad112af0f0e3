using SpeculativeDecoding;

// What would be started on two 80 GB GPUs, without starting anything.
var machine = new Machine
{
    SglangVersion = "0.5.17",
    Gpus = [new Gpu(0, "NVIDIA H100 80GB HBM3", 80L << 30), new Gpu(1, "NVIDIA H100 80GB HBM3", 80L << 30)],
};
var plan = LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { Speculation = SpeculationSettings.Chain(5) }, machine);

foreach (var argument in plan.Arguments)
{
    Console.WriteLine($"{argument.Value,-40} {argument.Source,-10} {argument.Reason}");
}

Console.WriteLine();
Console.WriteLine(plan.ToShell());
