// The stand-in: a real child process that speaks the real protocol, by verbs.
//   replay-http FOLDER...  serves the recorded HTTP responses of the folders byte for byte  (folder Http)
//   sglang ARGS...         behaves like a recorded SGLang: log, port, signals               (folder Process)
using System.Globalization;
using SpeculativeDecoding.StandIn;

//   listen PORT FILE       takes a port, writes what it is sent into the file, and answers nothing
return args switch
{
    ["replay-http", .. var folders] => await new ReplayServer(folders).RunAsync(),
    ["sglang", .. var arguments] => await new RecordedServer(arguments).RunAsync(),
    ["listen", var port, var file] => await PortThief.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), file),
    _ => 2,
};
