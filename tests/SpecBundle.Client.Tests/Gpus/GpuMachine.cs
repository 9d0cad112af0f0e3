namespace SpeculativeDecoding.Tests;

/// <summary>
/// A machine with GPUs, made of a stand-in for <c>nvidia-smi</c> and a Python that has "SGLang", whose servers hold the GPU that
/// they were given, and note where they meet another on it. Its leases lie in a folder of its own.
/// </summary>
internal sealed class GpuMachine : IDisposable
{
    // A server that takes the memory of its GPU, answers what a launch asks, and gives the memory back when it ends, a moment later where asked.
    private const string Server =
        """
        import fcntl, http.server, json, os, subprocess, sys
        folder, gpus = os.environ["GPU_MACHINE"], os.environ.get("CUDA_VISIBLE_DEVICES", "none").split(",")
        held = []
        for gpu in gpus:
            held.append(open(f"{folder}/held-{gpu}", "a+"))
            try:
                fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                open(f"{folder}/met-{gpu}", "w").close()
        with open(f"{folder}/starts", "a") as starts:
            starts.write(",".join(gpus) + "\n")

        class Answers(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def answer(self, body=b""):
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def do_GET(self):
                info = {"version": "0.5.17", "speculative_algorithm": "EAGLE3", "speculative_num_steps": 3, "speculative_eagle_topk": 1, "speculative_num_draft_tokens": 4}
                self.answer(b"" if self.path == "/health" else json.dumps(info).encode())
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"] or 0))
                while self.headers["transfer-encoding"] and (size := int(self.rfile.readline(), 16)) + len(self.rfile.read(size + 2)) > 2:
                    pass
                meta = {"id": "1", "finish_reason": {"type": "length", "length": 1}, "prompt_tokens": 1, "completion_tokens": 1, "cached_tokens": 0}
                self.answer(json.dumps({"text": "a", "output_ids": [7], "meta_info": meta}).encode())
            def log_message(self, *args): pass

        port = int(sys.argv[sys.argv.index("--port") + 1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Answers)
        print("The server is fired up and ready to roll!", file=sys.stderr, flush=True)
        server.serve_forever()
        """;

    public GpuMachine(int gpus)
    {
        Path = Directory.CreateTempSubdirectory("specbundle-gpus-").FullName;
        Leases = System.IO.Path.Combine(Path, "leases");
        Python = System.IO.Path.Combine(Path, "python3");
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "bin"));
        File.WriteAllText(System.IO.Path.Combine(Path, "server.py"), Server.ReplaceLineEndings("\n"));
        Script.Write(Python, $$"""
            #!/bin/sh
            case "$1" in
                -I) exec python3 "$@" ;;
                -c) printf '0.5.17\n0.4.3\n'; exit 0 ;;
            esac
            exec python3 "{{Path}}/server.py" "$@"
            """);

        // A file used-N has the MiB that somebody uses on GPU N.
        Script.Write(System.IO.Path.Combine(Path, "bin", "nvidia-smi"), $$"""
            #!/bin/sh
            case "$1" in
                --query-gpu=index,uuid,name,memory.total,memory.free,driver_version) ;;
                *) exit 9 ;;
            esac
            i=0
            while [ "$i" -lt {{gpus}} ]; do
                used=0
                [ -f "{{Path}}/used-$i" ] && read -r used <"{{Path}}/used-$i"
                echo "$i, GPU-$i$i$i$i$i$i$i$i-0000-0000-0000-000000000000, NVIDIA H100 80GB HBM3, 81559, $((81079 - used)), 580.159.04"
                i=$((i + 1))
            done
            """);
    }

    public string Path { get; }

    public string Leases { get; }

    public string Python { get; }

    /// <summary>The GPUs that servers were started on, in order.</summary>
    public IReadOnlyList<string> Starts => File.Exists(Find("starts")) ? File.ReadAllLines(Find("starts")) : [];

    /// <summary>The GPUs on which two servers met.</summary>
    public IReadOnlyList<string> Meetings => Directory.GetFiles(Path, "met-*");

    /// <summary>The environment that makes a process find this machine.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["PATH"] = $"{System.IO.Path.Combine(Path, "bin")}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["SPECBUNDLE_LEASES"] = Leases,
        ["SPECBUNDLE_PYTHON"] = Python,
        ["GPU_MACHINE"] = Path,
    };

    /// <summary>Says how much memory of a GPU somebody uses.</summary>
    public void Use(int gpu, int mebibytes)
    {
        // In one step: the stand-in may read at any moment.
        File.WriteAllText(Find("used"), $"{mebibytes}\n");
        File.Move(Find("used"), Find($"used-{gpu}"), overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Find(string name) => System.IO.Path.Combine(Path, name);
}
