using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>Writes the description of a repository for the test Hub.</summary>
internal sealed class RepositoryText
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    public const string TargetConfiguration = """{"architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"vocab_size":1000,"max_position_embeddings":4096}""";
    public const string DraftConfiguration = """{"architectures":["LlamaForCausalLMEagle3"],"hidden_size":64,"num_attention_heads":4,"vocab_size":1000,"draft_vocab_size":500,"max_position_embeddings":2048}""";
    private readonly JsonArray _files = [];
    private readonly JsonObject _root = new() { ["commit"] = Commit };

    public static RepositoryText Target(long size = 100_000, ulong seed = 1) =>
        new RepositoryText().Text("config.json", TargetConfiguration).Large("model.safetensors", size, seed).Text("tokenizer.json", "{}").Text("README.md", "Not needed.");

    public static RepositoryText Draft(long size = 50_000, ulong seed = 2) =>
        new RepositoryText().Text("config.json", DraftConfiguration).Large("model.safetensors", size, seed);

    public RepositoryText Text(string path, string text)
    {
        _files.Add(new JsonObject { ["path"] = path, ["text"] = text });
        return this;
    }

    public RepositoryText Large(string path, long size, ulong seed, string storage = "lfs")
    {
        _files.Add(new JsonObject { ["path"] = path, ["storage"] = storage, ["size"] = size, ["seed"] = seed });
        return this;
    }

    /// <summary>Weights with a header of the test's own.</summary>
    public RepositoryText Weights(string path, string header, long size, string storage = "lfs")
    {
        var start = new byte[8 + header.Length];
        BinaryPrimitives.WriteInt64LittleEndian(start, header.Length);
        Encoding.ASCII.GetBytes(header).CopyTo(start, 8);
        _files.Add(new JsonObject { ["path"] = path, ["storage"] = storage, ["size"] = size, ["seed"] = 1, ["start"] = Convert.ToBase64String(start) });
        return this;
    }

    public RepositoryText Zeros(string path, long size)
    {
        _files.Add(new JsonObject { ["path"] = path, ["storage"] = "lfs", ["size"] = size, ["zeros"] = true });
        return this;
    }

    public RepositoryText With(string name, JsonNode value)
    {
        _root[name] = value;
        return this;
    }

    public string ToJson()
    {
        _root["files"] = _files.DeepClone();
        return _root.ToJsonString();
    }

    /// <summary>Git's hash of a text.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Git names its blobs by SHA-1.")]
    public static string GitHashOf(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"blob {Encoding.UTF8.GetByteCount(text)}\0{text}")));

    /// <summary>SHA-256 of what the Hub makes out of a seed.</summary>
    public static string HashOf(ulong seed, long size)
    {
        var bytes = new byte[size];
        ContentBytes.Fill(seed, size, 0, bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
