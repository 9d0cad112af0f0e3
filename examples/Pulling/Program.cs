using SpeculativeDecoding;

var progress = new Progress<PullProgress>(p => Console.Error.WriteLine(p));
var pulled = await SpecBundle.PullAsync(Catalog.Qwen3_30B, progress: progress);
Console.WriteLine($"{pulled.Target!.Folder} at {pulled.Target.Commit}, {pulled.DownloadedBytes} bytes downloaded");
