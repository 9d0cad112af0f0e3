// The stand-in: a real child process that speaks the real protocol, by verbs.
//   replay-http FOLDER...  serves the recorded HTTP responses of the folders byte for byte  (folder Http)
//   sglang ARGS...         behaves like a recorded SGLang: log, port, signals               (folder Process)
using SpeculativeDecoding.StandIn;

return args switch
{
    ["replay-http", .. var folders] => await new ReplayServer(folders).RunAsync(),
    ["sglang", .. var arguments] => await new RecordedServer(arguments).RunAsync(),
    _ => 2,
};
