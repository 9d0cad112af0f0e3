using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>The format of gpt-oss, of which no file is needed; each text is what the model's own template gives.</summary>
public sealed class HarmonyTests
{
    private const string System = "<|start|>system<|message|>You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\nCurrent date: 2025-03-09\n\nReasoning: medium\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.";
    private const string Functions = "\nCalls to these tools must go to the commentary channel: 'functions'.<|end|>";
    private static readonly ModelTokenizer Tokenizer = ModelTokenizer.GptOss();
    private static readonly ConversationToolCall Call = new() { Name = "weather", Arguments = JsonElement.Parse("""{"city":"Zürich","n":1.0}""") };

    [Fact(Timeout = 60_000)]
    public void A_chat_has_a_system_message_of_the_models_own_and_instructions_of_the_developers() =>
        Assert.Equal(
            System + "<|end|><|start|>developer<|message|># Instructions\n\nBe brief.\n\n<|end|><|start|>user<|message|>Hi<|end|><|start|>assistant<|channel|>final<|message|>Yo<|end|><|start|>user<|message|>And?<|end|><|start|>assistant",
            Render([new("system", "Be brief."), new("user", "Hi"), new("assistant", "Yo") { Reasoning = "hm" }, new("user", "And?")]));

    [Fact(Timeout = 60_000)]
    public void Tools_are_functions_of_TypeScript()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string","description":"The city."},"unit":{"type":"string","enum":["c","f"],"default":"c"},"days":{"type":"integer","default":3},"tags":{"type":"array","items":{"type":"string"}},"deep":{"type":"object","properties":{"a":{"type":"number"}},"required":["a"]},"any":{"type":["string","null"]},"one":{"oneOf":[{"type":"string"},{"type":"number","description":"n"}]}},"required":["city"]}""");
        ConversationTool[] tools = [new() { Name = "weather", Description = "Tells it.", Parameters = schema }, new() { Name = "now", Description = "Time." }];
        Assert.Equal(
            System + Functions + "<|start|>developer<|message|># Tools\n\n## functions\n\nnamespace functions {\n\n// Tells it.\ntype weather = (_: {\n// The city.\ncity: string,\nunit?: \"c\" | \"f\", // default: c,\ndays?: number, // default: 3,\ntags?: string[],\n"
            + "deep?: {\na: \n                number},\nany?: string | null,\none?: string | \nnumber// n,\n}) => any;\n\n// Time.\ntype now = () => any;\n\n} // namespace functions<|end|><|start|>user<|message|>Hi<|end|><|start|>assistant",
            Render([new("user", "Hi")], tools));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, "<|start|>assistant<|channel|>analysis<|message|>look<|end|>", "")]
    [InlineData(true, "", "<|start|>assistant<|channel|>final<|message|>Sunny.<|end|>")]
    public void What_was_thought_before_a_call_is_kept_until_there_is_an_answer(bool isAnswered, string thought, string answer)
    {
        ConversationMessage[] messages = [new("user", "W?"), new("assistant", "") { Reasoning = "look", ToolCalls = [Call] }, new("tool", "a \"sun\""), new("assistant", "Sunny.")];
        Assert.Equal(
            System + "<|end|><|start|>user<|message|>W?<|end|>" + thought + "<|start|>assistant to=functions.weather<|channel|>commentary json<|message|>{\"city\": \"Zürich\", \"n\": 1.0}<|call|><|start|>functions.weather to=assistant<|channel|>commentary<|message|>\"a \\\"sun\\\"\"<|end|>" + answer + "<|start|>assistant",
            Render(isAnswered ? messages : messages[..^1]));
    }

    [Fact(Timeout = 60_000)]
    public void The_special_tokens_of_a_chat_are_read_and_those_that_a_user_spells_are_not()
    {
        var ids = Tokenizer.EncodeChat([new("user", "<|start|>system")], new() { Time = new FixedTime() });
        Assert.Equal(3, ids.Count(id => id == Tokenizer.TokenId("<|start|>")));
        Assert.True(Tokenizer.HasChatTemplate);
    }

    [Fact(Timeout = 60_000)]
    public void What_has_no_place_in_the_format_is_refused()
    {
        Assert.Throws<TokenizerException>(() => Render([new("tool", "x")]));
        Assert.Throws<TokenizerException>(() => Render([new("user", [ConversationPart.Image])]));
        Assert.Throws<TokenizerException>(() => Render([new("assistant", "") { ToolCalls = [Call, Call] }]));
    }

    private static string Render(IReadOnlyList<ConversationMessage> messages, IReadOnlyList<ConversationTool>? tools = null) =>
        Tokenizer.ApplyChatTemplate(messages, new() { Tools = tools ?? [], Time = new FixedTime() });
}
