namespace SpeculativeDecoding.Embedded;

/// <summary>The tokenizer of a checkpoint in the Hugging Face layout, and its chat template.</summary>
internal sealed class HuggingFaceTokenizer(string folder, ModelTokenizer tokenizer, ChatTemplate? template) : ITextTokenizer
{
    public static HuggingFaceTokenizer Load(string folder)
    {
        try
        {
            return new HuggingFaceTokenizer(folder, ModelTokenizer.LoadForChats(folder), ChatTemplate.Find(folder));
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

    public string ApplyChatTemplate(IEnumerable<(string Role, string Content)> messages)
    {
        try
        {
            return template is null ? throw new ModelLoadException(folder, "the model has no chat template.") : template.Render([.. messages.Select(message => new ConversationMessage(message.Role, message.Content))], new ChatTemplateOptions());
        }
        catch (TokenizerException exception)
        {
            throw new ModelLoadException(exception.Path, exception.Reason, exception);
        }
    }
}
