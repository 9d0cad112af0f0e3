using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A small random target and draft in the layout of real ones: no draft of them is any good, and every answer must be right all the same.</summary>
internal sealed class RandomCheckpoint : IDisposable
{
    public const int Vocabulary = 300;
    private const int Hidden = 32;
    private const int Inner = 48;
    private const int Layers = 7;
    private const int Heads = 4;
    private const int KeyValueHeads = 2;
    private const int HeadSize = 8;
    private const int DraftVocabulary = 64;
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-checkpoint-").FullName;
    private readonly Random _random;

    // Tokens that a checkpoint with good guesses prefers; the draft can propose each of them.
    private const int Preferred = 12;
    private readonly bool _prefers;

    public RandomCheckpoint(int seed, bool tied = true, int contextLength = 256)
        : this(seed, tied, contextLength, prefers: false)
    {
    }

    private RandomCheckpoint(int seed, bool tied, int contextLength, bool prefers)
    {
        _random = new Random(seed);
        _prefers = prefers;
        Target = Path.Combine(_folder, "target");
        Draft = Path.Combine(_folder, "draft");
        WriteTarget(tied, contextLength);
        WriteDraft(contextLength);
    }

    public string Target { get; }

    public string Draft { get; }

    /// <summary>A pair that likes the same few tokens, so that a good part of the drafts is accepted.</summary>
    public static RandomCheckpoint WithGoodGuesses(int seed) => new(seed, tied: false, contextLength: 256, prefers: true);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteTarget(bool tied, int contextLength)
    {
        Directory.CreateDirectory(Target);
        WriteConfiguration(Target, new Dictionary<string, object>
        {
            ["architectures"] = (string[])["LlamaForCausalLM"],
            ["num_hidden_layers"] = Layers,
            ["tie_word_embeddings"] = tied,
            ["eos_token_id"] = 2,
        }, contextLength);
        var tensors = new SafetensorsWriter()
            .Add("model.embed_tokens.weight", Random(Vocabulary * Hidden, 1), Vocabulary, Hidden)
            .Add("model.norm.weight", Ones(Hidden), Hidden);
        if (!tied)
        {
            tensors.Add("lm_head.weight", Head(Vocabulary, token => token % (Vocabulary / DraftVocabulary) == 0 && token / (Vocabulary / DraftVocabulary) < Preferred), Vocabulary, Hidden);
        }

        for (var layer = 0; layer < Layers; layer++)
        {
            tensors.Add($"model.layers.{layer}.input_layernorm.weight", Ones(Hidden), Hidden);
            AddLayer(tensors, $"model.layers.{layer}.", Hidden);
        }

        tensors.Write(Path.Combine(Target, "model.safetensors"));
        WriteTokenizer();
    }

    private void WriteDraft(int contextLength)
    {
        Directory.CreateDirectory(Draft);
        WriteConfiguration(Draft, new Dictionary<string, object>
        {
            ["architectures"] = (string[])["LlamaForCausalLMEagle3"],
            ["num_hidden_layers"] = 1,
            ["draft_vocab_size"] = DraftVocabulary,
        }, contextLength);
        var offsets = Enumerable.Range(0, DraftVocabulary).Select(token => (long)(token * (Vocabulary / DraftVocabulary)) - token).ToArray();
        var tensors = new SafetensorsWriter()
            .Add("fc.weight", Random(Hidden * 3 * Hidden, 0.2f), Hidden, 3 * Hidden)
            .Add("midlayer.input_layernorm.weight", Ones(Hidden), Hidden)
            .Add("midlayer.hidden_norm.weight", Ones(Hidden), Hidden)
            .Add("norm.weight", Ones(Hidden), Hidden)
            .Add("lm_head.weight", Head(DraftVocabulary, token => token < Preferred), DraftVocabulary, Hidden)
            .Add("d2t", offsets, DraftVocabulary);
        AddLayer(tensors, "midlayer.", 2 * Hidden);
        tensors.Write(Path.Combine(Draft, "model.safetensors"));
    }

    private void AddLayer(SafetensorsWriter tensors, string prefix, int inputs) => tensors
        .Add(prefix + "self_attn.q_proj.weight", Random(Heads * HeadSize * inputs, 0.3f), Heads * HeadSize, inputs)
        .Add(prefix + "self_attn.k_proj.weight", Random(KeyValueHeads * HeadSize * inputs, 0.3f), KeyValueHeads * HeadSize, inputs)
        .Add(prefix + "self_attn.v_proj.weight", Random(KeyValueHeads * HeadSize * inputs, 0.3f), KeyValueHeads * HeadSize, inputs)
        .Add(prefix + "self_attn.o_proj.weight", Random(Hidden * Heads * HeadSize, 0.3f), Hidden, Heads * HeadSize)
        .Add(prefix + "post_attention_layernorm.weight", Ones(Hidden), Hidden)
        .Add(prefix + "mlp.gate_proj.weight", Random(Inner * Hidden, 0.3f), Inner, Hidden)
        .Add(prefix + "mlp.up_proj.weight", Random(Inner * Hidden, 0.3f), Inner, Hidden)
        .Add(prefix + "mlp.down_proj.weight", Random(Hidden * Inner, 0.3f), Hidden, Inner);

    private static void WriteConfiguration(string folder, Dictionary<string, object> own, int contextLength)
    {
        var configuration = new Dictionary<string, object>(own)
        {
            ["hidden_size"] = Hidden,
            ["intermediate_size"] = Inner,
            ["num_attention_heads"] = Heads,
            ["num_key_value_heads"] = KeyValueHeads,
            ["head_dim"] = HeadSize,
            ["vocab_size"] = Vocabulary,
            ["max_position_embeddings"] = contextLength,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = 10000.0,
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(configuration));
    }

    /// <summary>The 256 bytes, three special tokens and nothing merged.</summary>
    private void WriteTokenizer()
    {
        var vocabulary = new Dictionary<string, int> { ["<|pad|>"] = 0, ["<|bos|>"] = 1, ["<|eos|>"] = 2 };
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            vocabulary[((char)(printable ? value : next++)).ToString()] = value + 3;
        }

        var special = vocabulary.Take(3).Select(entry => new { id = entry.Value, content = entry.Key, special = true });
        File.WriteAllText(Path.Combine(Target, "tokenizer.json"), JsonSerializer.Serialize(new
        {
            added_tokens = special,
            normalizer = (object?)null,
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, use_regex = true },
            model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() },
        }));
    }

    /// <summary>Weights that give the tokens which are not preferred logits of 0.</summary>
    private float[] Head(int tokens, Func<int, bool> preferred)
    {
        var weights = Random(tokens * Hidden, 1);
        for (var token = 0; token < tokens; token++)
        {
            if (_prefers && !preferred(token))
            {
                weights.AsSpan(token * Hidden, Hidden).Clear();
            }
        }

        return weights;
    }

    private float[] Random(int count, float scale)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ((float)_random.NextDouble() - 0.5f) * 2 * scale;
        }

        return values;
    }

    private static float[] Ones(int count) => Enumerable.Repeat(1f, count).ToArray();
}
