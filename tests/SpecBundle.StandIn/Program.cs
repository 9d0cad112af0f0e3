// The stand-in: a real child process that speaks the real protocol, by verbs.
//   replay-http ...   serves recorded HTTP responses byte for byte        (folder Http)
//   anything else     behaves like SGLang's launcher: log, ports, signals (folder Process)
return args switch
{
    _ => 2,
};
