using SpeculativeDecoding.Cli;

return await CommandLine.RunAsync(args, new Terminal()).ConfigureAwait(false);
