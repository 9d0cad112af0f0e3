namespace SpeculativeDecoding.Embedded;

/// <summary>Text to tokens and back.</summary>
internal interface ITextTokenizer
{
    /// <summary>Encodes text; special tokens written out in it become their ids unless they are not allowed.</summary>
    IReadOnlyList<int> Encode(string text, bool allowSpecial = true);

    string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true);

    /// <summary>The id of a special token; null where there is none of that name.</summary>
    int? TokenId(string special);

    /// <summary>The bytes of a token: a token may be a part of a character.</summary>
    byte[] TokenBytes(int id);

    bool IsSpecial(int id);

    /// <summary>The prompt that the model's chat template makes of a conversation.</summary>
    /// <exception cref="ModelLoadException">The model has no template, or it has no place for the messages.</exception>
    string ApplyChatTemplate(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options);
}
