using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>Conversations as the variables of a template.</summary>
public sealed class ChatTemplateTests
{
    private const string Weather = """{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}""";
    private static readonly ConversationMessage[] Chat = [new("system", " be brief "), new("user", "Hi {{ there }}"), new("assistant", "Hello")];

    [Theory(Timeout = 30_000)]
    [InlineData("{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m['content'] | trim }}{% endfor %}", "<s>[system]be brief[user]Hi {{ there }}[assistant]Hello")]
    [InlineData("{% if tools is defined and tools is none and documents is none %}{{ add_generation_prompt }}{% endif %}", "True")]
    public void A_chat_is_given_to_the_template_as_transformers_gives_it(string template, string expected) => Assert.Equal(expected, Create(template).Render(Chat, new()));

    [Fact(Timeout = 30_000)]
    public void Tools_their_calls_and_results_are_given_in_the_form_of_OpenAI()
    {
        ConversationMessage[] messages =
        [
            new("user", "Weather?"),
            new("assistant", "") { Reasoning = "Look.", ToolCalls = [new() { Id = "c1", Name = "weather", Arguments = JsonElement.Parse("""{"city": "Zürich"}""") }] },
            new("tool", "sunny") { ToolCallId = "c1", Name = "weather" },
        ];
        var options = new ChatTemplateOptions { Tools = [new() { Name = "weather", Description = "Tells it.", Parameters = JsonElement.Parse(Weather) }, new() { Name = "now" }] };
        var template = Create("{{ tools | tojson }}\n{% for m in messages[1:] %}{{ m | tojson }}\n{% endfor %}");

        Assert.Equal("""
            [{"type": "function", "function": {"name": "weather", "description": "Tells it.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}, {"type": "function", "function": {"name": "now", "parameters": {"type": "object", "properties": {}}}}]
            {"role": "assistant", "content": "", "reasoning_content": "Look.", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"city": "Zürich"}}, "id": "c1"}]}
            {"role": "tool", "content": "sunny", "tool_call_id": "c1", "name": "weather"}

            """.ReplaceLineEndings("\n"), template.Render(messages, options));
    }

    [Fact(Timeout = 30_000)]
    public void A_template_that_wants_arguments_written_out_gets_them_so()
    {
        ConversationMessage[] messages = [new("assistant", "") { ToolCalls = [new() { Name = "f", Arguments = JsonElement.Parse("""{"a": 1}""") }] }];
        Assert.Equal("""f{"a": 1}""", Create("{{ messages[0].tool_calls[0].function.name + messages[0].tool_calls[0].function.arguments }}").Render(messages, new()));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{{ messages[0].reasoning_content }}", "Hm.")]
    [InlineData("{{ messages[0].thinking }}", "Hm.")]
    [InlineData("{{ messages[0].thinking }}{{ messages[0].reasoning_content }}", "Hm.")]
    public void What_was_thought_has_the_name_that_the_template_reads(string template, string expected) =>
        Assert.Equal(expected, Create(template).Render([new("assistant", "Yes.") { Reasoning = "Hm." }], new()));

    [Fact(Timeout = 30_000)]
    public void Variables_of_the_template_are_passed_on_and_win()
    {
        var options = new ChatTemplateOptions { Variables = new Dictionary<string, JsonElement> { ["enable_thinking"] = JsonElement.Parse("false"), ["bos_token"] = JsonElement.Parse("\"<b>\"") } };
        Assert.Equal("<b>False", Create("{{ bos_token }}{{ enable_thinking }}").Render(Chat, options));
        Assert.Equal("2025-03-09", Create("{{ strftime_now('%Y-%m-%d') }}").Render(Chat, new() { Time = new FixedTime() }));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{% for m in messages %}<{{ m.role }}>{{ m.content }}</>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}", " Hello ", "<user>Hi</><assistant> Hello ")]
    [InlineData("{% for m in messages %}<{{ m.role }}>{{ m.content | trim }}</>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}", " Hello ", "<user>Hi</><assistant>Hello")]
    public void The_final_message_can_be_continued(string template, string message, string expected) =>
        Assert.Equal(expected, Create(template).Render([new("user", "Hi"), new("assistant", message)], new() { ContinueFinalMessage = true }));

    [Fact(Timeout = 30_000)]
    public void A_final_message_that_the_template_does_not_show_can_not_be_continued()
    {
        var refused = Assert.Throws<TokenizerException>(() => Create("{{ messages[0].content }}").Render([new("user", "Hi"), new("assistant", "Yo")], new() { ContinueFinalMessage = true }));
        Assert.Contains("can't be continued", refused.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{{ 7 % 0 }}", "modulo by zero")]
    [InlineData("{% for m in messages %}", "endfor")]
    [InlineData("\n\n{{ 'open", "line 3")]
    [InlineData("{{ raise_exception('Roles must alternate') }}", "Roles must alternate")]
    public void A_template_that_can_not_be_used_says_why_and_where(string template, string reason)
    {
        var exception = Assert.Throws<TokenizerException>(() => Create(template).Render(Chat, new()));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("chat_template.jinja", exception.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{% macro f() %}", true)]
    [InlineData("{{ x | nosuchfilter }}", true)]
    [InlineData("{% if tools %}{{ x | nosuchfilter }}{% endif %}", false)]
    [InlineData("{{ raise_exception('no') }}", false)]
    public void A_template_that_can_not_be_read_is_known_before_it_is_used(string template, bool isUnreadable) => Assert.Equal(isUnreadable, Create(template).Problem is not null);

    [Theory(Timeout = 30_000)]
    [InlineData("{% set n = namespace(v=0) %}{% for m in messages %}<s>{{ m['role'] }}\n{% if m['content'] is string %}{{ m['content'] }}{% else %}{% for part in m['content'] %}{% if part['type'] == 'image' or 'image' in part or 'image_url' in part %}{% set n.v = n.v + 1 %}{% if add_vision_id %}Picture {{ n.v }}: {% endif %}<|vision_start|><|image_pad|><|vision_end|>{% elif part['type'] == 'video' or 'video' in part %}<|video_pad|>{% elif 'text' in part %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}</s>\n{% endfor %}", "<s>system\nBe brief.</s>\n<s>user\n<|vision_start|><|image_pad|><|vision_end|><|vision_start|><|image_pad|><|vision_end|>What?</s>\n<s>assistant\nTwo.</s>\n")]
    [InlineData("{%- if messages[0]['role'] == 'system' -%}{%- set first = messages[0]['content'] + '\n' -%}{%- set rest = messages[1:] -%}{%- else -%}{%- set first = '' -%}{%- set rest = messages -%}{%- endif -%}{%- for m in rest -%}{{ '[' + m['role'] + ']' + (first if loop.first else '') }}{%- if m['content'] is string -%}{{ m['content'] | trim }}{%- elif m['content'] is iterable -%}{%- for p in m['content'] -%}{{ '<image>' if p['type'] == 'image' else p['text'] | trim }}{%- endfor -%}{%- endif -%}{%- endfor -%}", "[user]Be brief.\n<image><image>What?[assistant]Two.")]
    public void Images_are_shown_as_the_template_shows_them_before_the_text(string template, string expected)
    {
        var chat = Create(template);
        Assert.True(chat.TakesImages());
        Assert.Equal(expected, chat.Render([Message("system", "Be brief."), Message("user", "What?", images: 2), Message("assistant", "Two.")], new()));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ '[' + m.role + ']' + m.content }}{% endfor %}")]
    [InlineData("{% for m in messages %}{% if m.content is string %}{{ m.content }}{% else %}{% for p in m.content %}{% if p.type == 'text' %}{{ p.text }}{% endif %}{% endfor %}{% endif %}{% endfor %}")]
    public void Whether_images_are_read_is_the_models_matter_where_it_says_so(string template)
    {
        using var folder = new TinyTokenizer();
        File.WriteAllText(Path.Combine(folder.Path, "chat_template.jinja"), template);
        Assert.False(ChatTemplate.Find(folder.Path)!.TakesImages());

        File.WriteAllText(Path.Combine(folder.Path, "config.json"), """{"model_type": "llama"}""");
        var blind = ChatTemplate.Find(folder.Path)!;
        Assert.False(blind.TakesImages());
        Assert.Contains("Hello", blind.Render(Chat, new()), StringComparison.Ordinal);
        Assert.Contains("takes no images", Assert.Throws<TokenizerException>(() => blind.Render([Message("user", "What?", images: 1)], new())).Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(folder.Path, "config.json"), """{"model_type": "mllama", "vision_config": {}}""");
        Assert.True(ChatTemplate.Find(folder.Path)!.TakesImages());
    }

    [Fact(Timeout = 30_000)]
    public void The_template_of_a_model_that_sees_may_lie_beside_that_of_its_tokenizer()
    {
        using var folder = new TinyTokenizer();
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"bos_token": "<s>", "chat_template": "{{ messages[0].content + '' }}"}""");
        Assert.False(ChatTemplate.Find(folder.Path)!.TakesImages());
        File.WriteAllText(Path.Combine(folder.Path, "chat_template.json"), """{"chat_template": "{{ bos_token }}{% for part in messages[0].content %}{{ part.text if part.type == 'text' else '<image>' }}{% endfor %}"}""");
        Assert.Equal("<s><image>x", ChatTemplate.Find(folder.Path)!.Render([Message("user", "x", images: 1)], new()));
    }

    [Fact(Timeout = 30_000)]
    public void Of_several_templates_that_for_tools_is_taken_with_tools()
    {
        using var folder = new TinyTokenizer();
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"chat_template": [{"name": "default", "template": "plain"}, {"name": "tool_use", "template": "tools"}, {"name": "rag", "template": "rag"}]}""");
        var template = ChatTemplate.Find(folder.Path)!;
        Assert.Equal("plain", template.Render(Chat, new()));
        Assert.Equal("tools", template.Render(Chat, new() { Tools = [new() { Name = "f" }] }));
    }

    [Fact(Timeout = 60_000)]
    public void A_render_allocates_little_beyond_its_text()
    {
        var template = Create("{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}{{ '<|im_start|>' + m.role + '\n' + m.content | trim + '<|im_end|>\n' }}{% elif m.role == 'assistant' %}{% set content = m.content %}{{- '<|im_start|>assistant\n' + content + '<|im_end|>\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}");
        var messages = Enumerable.Range(0, 20).Select(index => new ConversationMessage(index % 2 == 0 ? "user" : "assistant", new string('x', 1_000))).ToArray();
        var options = new ChatTemplateOptions();
        var text = template.Render(messages, options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            template.Render(messages, options);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10, 0, (2 * text.Length) + 40_000);
    }

    private static ConversationMessage Message(string role, string content, int images = 0) => new(role, [.. Enumerable.Repeat(ConversationPart.Image, images), ConversationPart.OfText(content)]);

    private static ChatTemplate Create(string template) =>
        new("chat_template.jinja", template, new Dictionary<string, object?> { ["bos_token"] = "<s>" });
}
