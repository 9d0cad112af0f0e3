using System.Text;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>One token for each byte, and two special ones.</summary>
internal sealed class ByteTokenizer : ITextTokenizer
{
    public const int BeginOfText = 256;
    public const int EndOfText = 257;
    public const int VocabularySize = 258;

    public IReadOnlyList<int> Encode(string text, bool allowSpecial = true) => [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true) =>
        Encoding.UTF8.GetString([.. ids.Where(id => !skipSpecialTokens || !IsSpecial(id)).SelectMany(TokenBytes)]);

    public int? TokenId(string special) => special switch
    {
        "<|bos|>" => BeginOfText,
        "<|eos|>" => EndOfText,
        _ => null,
    };

    public string ApplyChatTemplate(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options) =>
        string.Concat(messages.Select(message => $"{message.Role}: {message.Text}\n"));

    public byte[] TokenBytes(int id) => id < 256 ? [(byte)id] : Encoding.UTF8.GetBytes(id == BeginOfText ? "<|bos|>" : "<|eos|>");

    public bool IsSpecial(int id) => id >= 256;
}
