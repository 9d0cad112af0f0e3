using CsCheck;

namespace SpeculativeDecoding.Tests;

public sealed class ChatTemplateTests
{
    private static readonly string[] Pieces = ["{{", "}}", "{%", "%}", "{#", "#}", "if", "endif", "for", "in", "messages", "endfor", "'", "\"", "\\", " ", "-", "+", "[", "]", "(", ")", ".", "x", "1", "\n", "set", "=", "|", "trim", "not"];
    private static readonly (string, string)[] Chat = [("system", " be brief "), ("user", "Hi {{ there }}"), ("assistant", "Hello")];

    [Theory(Timeout = 30_000)]
    [InlineData("{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m['content'] | trim }}{% endfor %}", "<s>[system]be brief[user]Hi {{ there }}[assistant]Hello")]
    [InlineData("{% for m in messages %}{% if loop.first %}first {% elif loop.last and m.role == 'assistant' %}last {% else %}{{ loop.index0 }} {% endif %}{% endfor %}", "first 1 last ")]
    [InlineData("{% if messages[0]['role'] == 'system' %}{% set s = messages[0].content|trim %}{% endif %}{{ '<' + s + '>' }}", "<be brief>")]
    [InlineData("{%- for m in messages -%}\n    {{- m.role + '\\n' -}}\n{%- endfor -%}", "system\nuser\nassistant\n")]
    [InlineData("a\n  {% if not tools is defined %}\nb\n  {% endif %}\nc", "a\nb\nc")]
    [InlineData("{# a {% comment %} #}{{ messages[-1].content ~ '!' }}{% if add_generation_prompt != false %}>{% endif %}", "Hello!>")]
    [InlineData("{{ '{% text %}' }}{{ \"it's\" }}", "{% text %}it's")]
    public void A_plain_template_is_rendered_as_Jinja_renders_it(string template, string expected) =>
        Assert.Equal(expected, Create(template).Render(Chat));

    [Theory(Timeout = 30_000)]
    [InlineData("{% macro f() %}{% endmacro %}", "macro")]
    [InlineData("{{ messages | tojson }}", "tojson")]
    [InlineData("{{ strftime_now('%d') }}", "(")]
    [InlineData("{% for m in messages %}", "endfor")]
    [InlineData("{% endif %}", "endif")]
    [InlineData("{{ 'open", "not closed")]
    [InlineData("{{ messages }}", "not text")]
    [InlineData("{{ raise_exception('Roles must alternate') }}", "Roles must alternate")]
    [InlineData("{% for m in messages %}{{ m.content }}{% else %}x{% endfor %}", "else")]
    public void A_template_that_asks_for_more_is_refused_with_the_reason(string template, string reason)
    {
        var exception = Assert.Throws<TokenizerException>(() => Create(template).Render(Chat));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("chat_template.jinja", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void No_text_breaks_the_reader() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 14].Sample(parts =>
            {
                try
                {
                    _ = Create(string.Concat(parts)).Render(Chat);
                }
                catch (TokenizerException)
                {
                    // A refusal is the right answer to a broken template.
                }
            }, iter: 20_000);

    private static ChatTemplate Create(string template) =>
        new("chat_template.jinja", template, new Dictionary<string, object?> { ["bos_token"] = "<s>" });
}
