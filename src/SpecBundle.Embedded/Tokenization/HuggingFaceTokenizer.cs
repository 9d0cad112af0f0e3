namespace SpeculativeDecoding.Embedded;

/// <summary>The tokenizer of a checkpoint in the Hugging Face layout, and its chat template.</summary>
internal sealed class HuggingFaceTokenizer(ModelTokenizer tokenizer) : ITextTokenizer
{
    public static HuggingFaceTokenizer Load(string folder)
    {
        try
        {
            return new HuggingFaceTokenizer(ModelTokenizer.LoadForChats(folder));
        }
        catch (TokenizerException exception)
        {
            throw new ModelLoadException(exception.Path, exception.Reason, exception);
        }
    }

    public IReadOnlyList<int> Encode(string text, bool allowSpecial = true) => tokenizer.Encode(text, allowSpecial);

    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true) => tokenizer.Decode(ids, skipSpecialTokens);

    public int? TokenId(string special) => tokenizer.TokenId(special);

    public byte[] TokenBytes(int id) => tokenizer.TokenBytes(id);

    public bool IsSpecial(int id) => tokenizer.IsSpecial(id);

    public string ApplyChatTemplate(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        try
        {
            return tokenizer.ApplyChatTemplate(messages, options);
        }
        catch (TokenizerException exception)
        {
            throw new ModelLoadException(exception.Path, exception.Reason, exception);
        }
    }
}
