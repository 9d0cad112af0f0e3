using SpeculativeDecoding.Cli;

return await LastResort.RunAsync(args).ConfigureAwait(false);
