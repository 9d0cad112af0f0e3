using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>What a chat request gives to the model's template.</summary>
public sealed class ChatConversationTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("{{ messages[1].tool_calls[0].function.arguments.city }}{{ messages[2].tool_call_id }}{{ messages[1].content == '' }}", "Zürichc1True")]
    [InlineData("{{ tools[0].function.name }}{{ tools | length }}", "weather1")]
    [InlineData("{{ enable_thinking }}{{ reasoning_effort }}{{ add_generation_prompt }}", "Falsehigh" + "True")]
    [InlineData("{{ messages[1].reasoning_content }}", "look")]
    public void Tools_calls_and_variables_reach_the_template(string template, string expected) => Assert.Equal(expected, Render(template, """
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "W?"}]},
                      {"role": "assistant", "content": null, "reasoning_content": "look", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Zürich\"}"}}]},
                      {"role": "tool", "tool_call_id": "c1", "content": "sunny"}],
         "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
         "reasoning_effort": "high", "chat_template_kwargs": {"enable_thinking": false}}
        """));

    [Fact(Timeout = 30_000)]
    public void A_final_message_is_continued_where_the_request_says_so() =>
        Assert.Equal("<user>Hi</><assistant>Hel", Render("{% for m in messages %}<{{ m.role }}>{{ m.content }}</>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}", """
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hel"}], "continue_final_message": true}
            """));

    [Theory(Timeout = 30_000)]
    [InlineData("""{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{"}}]}]}""")]
    [InlineData("""{"messages": [{"role": "user", "content": "x"}], "chat_template_kwargs": 3}""")]
    public void What_can_not_be_meant_is_refused(string body) => Assert.Contains(Assert.ThrowsAny<Exception>(() => Render("x", body)).GetType(), new[] { typeof(InvalidRequestException), typeof(MalformedBodyException) });

    private static string Render(string template, string body)
    {
        var request = JsonElement.Parse(body);
        return new ChatTemplate("template", template).Render(ChatConversation.Messages(ChatMessages.Read(request)), ChatConversation.Options(request, ToolRequest.Read(request), TimeProvider.System));
    }
}
