using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding.Embedded;

/// <summary>The tokenizer of a checkpoint in the Hugging Face layout.</summary>
internal sealed class HuggingFaceTokenizer : ITextTokenizer
{
    private readonly BpeTokenizer _withSpecial;
    private readonly Lazy<BpeTokenizer> _textOnly;
    private readonly byte[][] _bytes;
    private readonly TokenizerFile _file;
    private readonly ChatTemplate? _template;
    private readonly string _folder;

    private HuggingFaceTokenizer(string folder, TokenizerFile file, ChatTemplate? template)
    {
        (_folder, _file, _template) = (folder, file, template);
        _withSpecial = Create(file, file.AddedTokens);
        _textOnly = new Lazy<BpeTokenizer>(() => Create(file, null));
        _bytes = new byte[file.Vocabulary.Values.Concat(file.AddedTokens.Values).Max() + 1][];
        Array.Fill(_bytes, []);
        foreach (var (token, id) in file.Vocabulary)
        {
            _bytes[id] = ByteLevelAlphabet.Decode(token);
        }

        // Added tokens are written as they are, not in the byte alphabet.
        foreach (var (token, id) in file.AddedTokens)
        {
            _bytes[id] = Encoding.UTF8.GetBytes(token);
        }
    }

    public static HuggingFaceTokenizer Load(string folder) => new(folder, TokenizerFile.Read(folder), ChatTemplate.Find(folder));

    public IReadOnlyList<int> Encode(string text, bool allowSpecial = true) => (allowSpecial ? _withSpecial : _textOnly.Value).EncodeToIds(text);

    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (!skipSpecialTokens || !IsSpecial(id))
            {
                bytes.AddRange(TokenBytes(id));
            }
        }

        return Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
    }

    public int? TokenId(string special) => _file.AddedTokens.TryGetValue(special, out var id) ? id : null;

    public byte[] TokenBytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : [];

    public bool IsSpecial(int id) => _file.SpecialIds.Contains(id);

    public string ApplyChatTemplate(IEnumerable<(string Role, string Content)> messages) =>
        _template is null ? throw new CheckpointException(_folder, "the model has no chat template.") : _template.Render(messages);

    private static BpeTokenizer Create(TokenizerFile file, IReadOnlyDictionary<string, int>? special)
    {
        var pattern = new Regex(file.Pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromSeconds(10));
        return BpeTokenizer.Create(new BpeOptions(file.Vocabulary)
        {
            Merges = file.Merges,
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(pattern, special),
            Normalizer = file.NormalisesToFormC ? new FormCNormalizer() : null,
            SpecialTokens = special,
        });
    }
}
