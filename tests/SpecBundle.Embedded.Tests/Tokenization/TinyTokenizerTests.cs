using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>The tokenizer against the Hugging Face one (training/fixtures.py).</summary>
public sealed class TinyTokenizerTests
{
    private static readonly HuggingFaceTokenizer Tokenizer = HuggingFaceTokenizer.Load(TinyPair.Target);

    [Fact(Timeout = 60_000)]
    public void Texts_become_the_ids_of_the_reference_and_back()
    {
        var checkedTexts = 0;
        foreach (var line in File.ReadLines(TinyPair.Reference("tokenizer.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var text = document.RootElement.GetProperty("text").GetString()!;
            var ids = document.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToList();
            Assert.Equal(ids, Tokenizer.Encode(text));
            Assert.Equal(document.RootElement.GetProperty("decoded").GetString(), Tokenizer.Decode(ids, skipSpecialTokens: false));
            checkedTexts++;
        }

        Assert.True(checkedTexts > 250);
    }

    [Fact(Timeout = 60_000)]
    public void Special_tokens_written_in_a_text_are_text_where_they_are_not_allowed()
    {
        var eos = Tokenizer.TokenId("<|eos|>")!.Value;
        Assert.Contains(eos, Tokenizer.Encode("a<|eos|>b"));
        Assert.DoesNotContain(eos, Tokenizer.Encode("a<|eos|>b", allowSpecial: false));
        Assert.Equal("a<|eos|>b", Tokenizer.Decode(Tokenizer.Encode("a<|eos|>b", allowSpecial: false)));
        Assert.Equal("ab", Tokenizer.Decode(Tokenizer.Encode("a<|eos|>b")));
        Assert.True(Tokenizer.IsSpecial(eos));
        Assert.Null(Tokenizer.TokenId("<|nothing|>"));
    }

    [Fact(Timeout = 60_000)]
    public void The_bytes_of_tokens_put_a_split_character_together()
    {
        var ids = Tokenizer.Encode("👩‍👧 x²");
        Assert.Equal("👩‍👧 x²", System.Text.Encoding.UTF8.GetString([.. ids.SelectMany(id => Tokenizer.TokenBytes(id))]));
        Assert.Contains(ids, id => Tokenizer.Decode([id]).Contains('\uFFFD'));
    }

    [Fact(Timeout = 60_000)]
    public void A_question_gets_the_prompt_format_of_the_model() =>
        Assert.Equal("<|bos|><|user|>How many?<|assistant|>", Tokenizer.ApplyChatTemplate([new("user", "How many?")], new()));

    [Fact(Timeout = 60_000)]
    public void A_conversation_keeps_its_turns() => Assert.Equal(
        "<|bos|><|user|>One?<|assistant|>1<|eos|><|user|>Two?<|assistant|>",
        Tokenizer.ApplyChatTemplate([new("user", "One?"), new("assistant", "1"), new("user", "Two?")], new()));
}
