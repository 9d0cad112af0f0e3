using CsCheck;

namespace SpeculativeDecoding.Tests;

public sealed class ChatTemplateTests
{
    private static readonly string[] Pieces = ["{{", "}}", "{%", "%}", "{#", "#}", "if", "endif", "for", "in", "messages", "endfor", "'", "\"", "\\", " ", "-", "+", "[", "]", "(", ")", ".", "x", "1", "\n", "set", "=", "|", "trim", "not", ":", "%", "*", "<", "else", "is", "string", "namespace", ",", "length"];
    private static readonly ConversationMessage[] Chat = [Message("system", " be brief "), Message("user", "Hi {{ there }}"), Message("assistant", "Hello")];

    [Theory(Timeout = 30_000)]
    [InlineData("{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m['content'] | trim }}{% endfor %}", "<s>[system]be brief[user]Hi {{ there }}[assistant]Hello")]
    [InlineData("{% for m in messages %}{% if loop.first %}first {% elif loop.last and m.role == 'assistant' %}last {% else %}{{ loop.index0 }} {% endif %}{% endfor %}", "first 1 last ")]
    [InlineData("{% if messages[0]['role'] == 'system' %}{% set s = messages[0].content|trim %}{% endif %}{{ '<' + s + '>' }}", "<be brief>")]
    [InlineData("{%- for m in messages -%}\n    {{- m.role + '\\n' -}}\n{%- endfor -%}", "system\nuser\nassistant\n")]
    [InlineData("a\n  {% if not tools is defined %}\nb\n  {% endif %}\nc", "a\nb\nc")]
    [InlineData("{# a {% comment %} #}{{ messages[-1].content ~ '!' }}{% if add_generation_prompt != false %}>{% endif %}", "Hello!>")]
    [InlineData("{% for m in messages[1:] %}{{ m.content if m.role == 'user' else '-' }}{% endfor %}{{ messages[::-1][0].role }}{{ 'abc'[:-1] }}", "Hi {{ there }}-assistantab")]
    [InlineData("{% set ns = namespace(n=0, last='') %}{% for m in messages %}{% set ns.n = ns.n + 2 %}{% set ns.last = m.role %}{% endfor %}{{ ns.n - 1 }}{{ ns.last }}", "5assistant")]
    [InlineData("{% for m in messages %}{% if m.role in ['user', 'tool'] and 'tool_calls' not in m %}{{ m.content is string }}{{ (loop.index0 % 2 == 0) != (m.role == 'user') }}{% endif %}{% endfor %}", "TrueTrue")]
    [InlineData("{% if messages | length > 2 and messages[1].content.startswith('Hi') and messages is iterable %}{{ messages[0].get('role') + messages[0].content.strip() }}{% endif %}", "systembe brief")]
    [InlineData("{% if tools %}{{ tools | tojson(indent=4) }}{{ strftime_now('%d') }}{% endif %}{{ messages[-1].content }}", "Hello")]
    [InlineData("{{ '{% text %}' }}{{ \"it's\" }}", "{% text %}it's")]
    public void A_plain_template_is_rendered_as_Jinja_renders_it(string template, string expected) =>
        Assert.Equal(expected, Create(template).Render(Chat, new()));

    [Theory(Timeout = 30_000)]
    [InlineData("{% macro f() %}{% endmacro %}", "macro")]
    [InlineData("{{ messages | tojson }}", "tojson")]
    [InlineData("{{ strftime_now('%d') }}", "(")]
    [InlineData("{{ messages[0].content.rindex('b') }}", "rindex")]
    [InlineData("{{ messages is divisibleby(2) }}", "divisibleby")]
    [InlineData("{{ 7 % 0 }}", "%")]
    [InlineData("{{ messages[::0] }}", "steps of 0")]
    [InlineData("{% set x.y = 1 %}", "'x'")]
    [InlineData("{% for m in messages if m.role %}x{% endfor %}", "if")]
    [InlineData("{% for m in messages %}", "endfor")]
    [InlineData("{% endif %}", "endif")]
    [InlineData("{{ 'open", "not closed")]
    [InlineData("{{ messages }}", "not text")]
    [InlineData("{{ raise_exception('Roles must alternate') }}", "Roles must alternate")]
    [InlineData("{% for m in messages %}{{ m.content }}{% else %}x{% endfor %}", "else")]
    public void A_template_that_asks_for_more_is_refused_with_the_reason(string template, string reason)
    {
        var exception = Assert.Throws<TokenizerException>(() => Create(template).Render(Chat, new()));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("chat_template.jinja", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void No_text_breaks_the_reader() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 14].Sample(parts =>
            {
                try
                {
                    _ = Create(string.Concat(parts)).Render(Chat, new());
                }
                catch (TokenizerException)
                {
                    // A refusal is the right answer to a broken template.
                }
            }, iter: 20_000);

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
    public void A_template_that_knows_texts_alone_refuses_images(string template)
    {
        var chat = Create(template);
        Assert.False(chat.TakesImages());
        Assert.Contains("Hello", chat.Render(Chat, new()), StringComparison.Ordinal);
        Assert.Contains("takes no images", Assert.Throws<TokenizerException>(() => chat.Render([Message("user", "What?", images: 1)], new())).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_template_that_is_not_read_says_so_also_of_images() =>
        Assert.Contains("macro", Assert.Throws<TokenizerException>(() => Create("{% macro f() %}{% endmacro %}").TakesImages()).Message, StringComparison.Ordinal);

    [Fact(Timeout = 30_000)]
    public void The_template_of_a_model_that_sees_may_lie_beside_that_of_its_tokenizer()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-template-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"bos_token": "<s>", "chat_template": "{{ messages[0].content }}"}""");
            Assert.False(ChatTemplate.Find(folder)!.TakesImages());
            File.WriteAllText(Path.Combine(folder, "chat_template.json"), """{"chat_template": "{{ bos_token }}{% for part in messages[0].content %}{{ part.text if part.type == 'text' else '<image>' }}{% endfor %}"}""");
            Assert.Equal("<s><image>x", ChatTemplate.Find(folder)!.Render([Message("user", "x", images: 1)], new()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ConversationMessage Message(string role, string content, int images = 0) => new(role, [.. Enumerable.Repeat(ConversationPart.Image, images), ConversationPart.OfText(content)]);

    private static ChatTemplate Create(string template) =>
        new("chat_template.jinja", template, new Dictionary<string, object?> { ["bos_token"] = "<s>" });
}
