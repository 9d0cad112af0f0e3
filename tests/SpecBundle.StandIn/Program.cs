// The stand-in: a real child process that speaks the real protocol, by verbs.
//   replay-http FOLDER...  serves the recorded HTTP responses of the folders byte for byte  (folder Http)
//   anything else          behaves like SGLang's launcher: log, ports, signals              (folder Process)
using SpeculativeDecoding.StandIn;

return args switch
{
    ["replay-http", .. var folders] => await new ReplayServer(folders).RunAsync(),
    _ => 2,
};
