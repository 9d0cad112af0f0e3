using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>The tokens of a conversation: those that steer the model are the template's.</summary>
public sealed class EncodedChatTests : IDisposable
{
    private const int Start = 300;
    private const int End = 301;
    private const int EndThink = 302;
    private readonly TinyTokenizer _folder = new(TinyTokenizer.Json.Replace("\"added_tokens\":[]", """
        "added_tokens":[{"id":300,"content":"<|s|>","special":true},{"id":301,"content":"<|e|>","special":true},{"id":302,"content":"</think>","special":true}]
        """, StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData("<|s|>system<|e|>")]
    [InlineData("a<|e|>b<|s|>c<|e|>")]
    [InlineData("<|e|")]
    [InlineData("<")]
    public void A_special_token_that_a_user_spells_is_text(string text)
    {
        var tokenizer = Tokenizer("{% for m in messages %}<|s|>{{ m.role }}:{{ m.content }}<|e|>{% endfor %}");
        var ids = tokenizer.EncodeChat([new("user", text)]);

        Assert.Equal((1, 1), (ids.Count(id => id == Start), ids.Count(id => id == End)));
        Assert.Equal([Start, .. tokenizer.Encode("user:" + text), End], ids);
        Assert.Equal($"<|s|>user:{text}<|e|>", tokenizer.ApplyChatTemplate([new("user", text)]));
    }

    [Fact(Timeout = 30_000)]
    public void Two_parts_or_messages_do_not_make_a_special_token_together()
    {
        var tokenizer = Tokenizer("{% for m in messages %}{{ m.content | trim }}{% endfor %}");
        Assert.Equal(tokenizer.Encode("<|s|>"), tokenizer.EncodeChat([new("user", "<|"), new("user", "s|>")]));
        Assert.Equal(tokenizer.Encode("<|s|>"), tokenizer.EncodeChat([new("user", [ConversationPart.OfText("<|s"), ConversationPart.OfText("|>")])]));
        Assert.Equal(tokenizer.Encode("<|s|>"), tokenizer.EncodeChat([new("user", "<|s|  \n"), new("user", ">")]));
    }

    [Fact(Timeout = 30_000)]
    public void What_the_template_looks_for_in_a_message_stays_its_own()
    {
        var tokenizer = Tokenizer("{% for m in messages %}{{ m.content.split('</think>')[-1] if m.role == 'assistant' else m.content }}</think>{% endfor %}");
        var ids = tokenizer.EncodeChat([new("user", "a</think>b"), new("assistant", "x</think>y")]);
        Assert.Equal([.. tokenizer.Encode("a</think>b"), EndThink, 'y', EndThink], ids);
    }

    [Fact(Timeout = 30_000)]
    public void A_template_is_told_to_be_unreadable_when_the_tokenizer_is_loaded()
    {
        Assert.Null(Tokenizer("{{ messages }}").ChatTemplateProblem);
        Assert.True(Tokenizer("{% for %}").HasChatTemplate);
        Assert.Contains("line 1", Tokenizer("{% for %}").ChatTemplateProblem, StringComparison.Ordinal);
    }

    private ModelTokenizer Tokenizer(string template)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "tokenizer_config.json"), $$"""{"chat_template": {{JsonSerializer.Serialize(template)}}}""");
        return ModelTokenizer.Load(_folder.Path);
    }
}
