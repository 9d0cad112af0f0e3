using SpeculativeDecoding.Embedded;

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
