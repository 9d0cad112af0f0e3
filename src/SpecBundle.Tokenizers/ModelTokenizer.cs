namespace SpeculativeDecoding;

/// <summary>
/// The tokenizer of a model, from the files of its repository: <c>tokenizer.json</c> with a byte-level BPE,
/// <c>vocab.json</c> with <c>merges.txt</c>, or a tiktoken rank file; built in for gpt-oss. Thread-safe.
/// </summary>
public sealed class ModelTokenizer
{
    private readonly TextCodec _codec;
    private readonly Dictionary<string, int> _added;
    private readonly HashSet<int> _special;

    private readonly UserTextMarks _marks;
    private readonly ChatTemplate? _template;
    private readonly bool _knowsSpecialTokens;
    private readonly string _folder;

    private ModelTokenizer(TokenizerDefinition definition, string folder, ChatTemplate? template)
    {
        (_folder, _template, _knowsSpecialTokens) = (folder, template, definition.KnowsSpecialTokens);
        _codec = new TextCodec(definition);
        _added = definition.AddedTokens.ToDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        _special = [.. definition.AddedTokens.Where(token => token.IsSpecial).Select(token => token.Id)];
        _marks = new UserTextMarks(definition.AddedTokens.Where(token => token.IsSpecial).Select(token => token.Content));
        Differences = definition.Differences;
    }

    /// <summary>One more than the highest id.</summary>
    public int VocabularySize => _codec.VocabularySize;

    /// <summary>Where the ids differ from those of the model's own tokenizer, or may, in sentences: special tokens that no file names, tokens that a server puts around each text, entries of a file that are not known. Empty where nothing is known.</summary>
    public IReadOnlyList<string> Differences { get; }

    /// <summary>Whether the model has a chat template.</summary>
    public bool HasChatTemplate => _template is not null;

    /// <summary>Why the chat template can't be used at all: it is broken, or asks for what Jinja does not have; null where it can, or where there is none.</summary>
    public string? ChatTemplateProblem => _template?.Problem;

    /// <summary>The chat template.</summary>
    internal ChatTemplate? Template => _template;

    /// <summary>Reads the tokenizer of a model, and its chat template where it has one.</summary>
    /// <param name="folder">The folder of the model, for example a snapshot in the Hub's cache.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerException">There is none, or one that would have to be guessed at.</exception>
    public static ModelTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Of(TokenizerFiles.Read(folder), folder, ChatTemplate.Find(folder));
    }

    /// <summary>The tokenizer of gpt-oss, <c>o200k_harmony</c>. It needs no file.</summary>
    /// <returns>The tokenizer.</returns>
    public static ModelTokenizer GptOss() => new(HarmonyVocabulary.Read(), "gpt-oss", null);

    /// <summary>Reads the tokenizer of a model that is to read what a chat template writes.</summary>
    /// <exception cref="TokenizerException">As in <see cref="Load"/>, or its special tokens are not known.</exception>
    internal static ModelTokenizer LoadForChats(string folder)
    {
        var definition = TokenizerFiles.Read(folder);
        return definition.KnowsSpecialTokens ? Of(definition, folder, ChatTemplate.Find(folder)) : throw new TokenizerException(folder, "no tokenizer_config.json names the special tokens, so that those of a chat template would be read as text.");
    }

    private static ModelTokenizer Of(TokenizerDefinition definition, string folder, ChatTemplate? template)
    {
        try
        {
            return new ModelTokenizer(definition, folder, template);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new TokenizerException(folder, $"its parts contradict each other ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    /// <summary>Whether a folder has files that <see cref="Load"/> reads. They are not read.</summary>
    /// <param name="folder">The folder of a model.</param>
    /// <returns>Whether there are some.</returns>
    public static bool CanLoad(string folder) => TokenizerFiles.Exist(folder);

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowSpecial">Whether special tokens written out in the text become their ids. By default they are text like any other: what a user writes must not steer the model.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="TokenizerException">The patterns by which the tokenizer's file splits text take too long for this one.</exception>
    public IReadOnlyList<int> Encode(string text, bool allowSpecial = false) => _codec.Encode(text, allowSpecial);

    /// <summary>The text that the model's chat template makes of a conversation.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">What the template is given beside it; null for the defaults.</param>
    /// <returns>The text. Special tokens are written out in it, those of the template and those that a user wrote alike; <see cref="EncodeChat"/> tells them apart.</returns>
    /// <exception cref="TokenizerException">The model has no template, or its template refuses the messages.</exception>
    public string ApplyChatTemplate(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return (_template ?? throw new TokenizerException(_folder, "the model has no chat template.")).Render(messages, options ?? new ChatTemplateOptions());
    }

    /// <summary>
    /// The tokens that the model reads of a conversation. Special tokens are those that the template writes: one that is
    /// spelled out in a message is text like any other, unless the template itself looks for it there (as some look for
    /// <c>&lt;/think&gt;</c> in what an assistant said). A server's own chat route reads both alike.
    /// </summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">What the template is given beside it; null for the defaults.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="TokenizerException">The model has no template, its template refuses the messages, or no file names its special tokens.</exception>
    public IReadOnlyList<int> EncodeChat(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions? options = null)
    {
        var text = ApplyChatTemplate(messages, options);
        if (!_knowsSpecialTokens)
        {
            throw new TokenizerException(_folder, "no tokenizer_config.json names the special tokens, so that those of its chat template would be read as text.");
        }

        var (marked, mark) = _marks.Render(messages, text, changed => ApplyChatTemplate(changed, options));
        return _codec.EncodeMarked(marked, mark);
    }

    /// <summary>How many tokens a text has.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowSpecial">As in <see cref="Encode"/>.</param>
    /// <returns>The number.</returns>
    public int CountTokens(string text, bool allowSpecial = false) => _codec.Encode(text, allowSpecial).Count;

    /// <summary>The text of tokens. Bytes that are no whole character become U+FFFD; ids outside the vocabulary have no text.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The text.</returns>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _codec.Decode(skipSpecialTokens ? ids.Where(id => !IsSpecial(id)) : ids);
    }

    /// <summary>The id of an added token, for example <c>&lt;|im_end|&gt;</c>.</summary>
    /// <param name="token">How it is written.</param>
    /// <returns>The id; null where there is none of that name.</returns>
    public int? TokenId(string token) => _added.TryGetValue(token, out var id) ? id : null;

    /// <summary>Whether a token steers the model instead of being text.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is special.</returns>
    public bool IsSpecial(int id) => _special.Contains(id);

    /// <summary>The bytes of a token, which may be a part of a character: text that comes token by token is put together from bytes.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The bytes; empty outside the vocabulary.</returns>
    public byte[] TokenBytes(int id) => [.. _codec.BytesOf(id)];
}
