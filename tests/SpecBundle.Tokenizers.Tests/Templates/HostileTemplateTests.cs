using System.Text.Json;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Templates that mean harm, and templates that mean nothing.</summary>
public sealed class HostileTemplateTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "if", "elif", "endif", "for", "in", "messages", "endfor", "'", "\"", "\\", " ", "-", "+", "[", "]", "(", ")", ".", "x", "1", "9", "\n", "set", "endset", "=", "|", "trim",
        "not", ":", "%", "*", "**", "/", "//", "<", "==", "else", "is", "string", "namespace", ",", "length", "macro", "endmacro", "call", "endcall", "filter", "endfilter", "f", "caller", "loop", "range", "tojson", "map", "select",
        "join", "format", "'%s'", "'{}'", "raw", "endraw", "recursive", "with", "endwith", "break", "continue", "{", "}", "none", "true", "1.5", "1e3", "split", "replace", "sort", "items", "__class__", "~", "and", "or", "block", "endblock", "generation", "endgeneration",
    ];

    [Theory(Timeout = 180_000)]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in range(100000) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' * 100 }}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaa') %}{% for a in range(1000) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(1000) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaa') %}{% for a in range(1000) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaa') %}{% for a in range(1000) %}{% set ns.s = ns.s.replace('a', 'aaaaaaaaaaaa') %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaa') %}{% for a in range(1000) %}{% set ns.s = ns.s.join(ns.s) %}{% endfor %}")]
    [InlineData("{% set ns = namespace(n=7) %}{% for a in range(1000) %}{% set ns.n = ns.n * ns.n %}{% endfor %}")]
    [InlineData("{{ 'a' * 1000000000 }}")]
    [InlineData("{{ 1000000000 * [1] }}")]
    [InlineData("{{ 9 ** 999999999 }}")]
    [InlineData("{{ 'a'.center(2000000000) }}")]
    [InlineData("{{ 'a' | center(2000000000) }}")]
    [InlineData("{{ 'a'.zfill(2000000000) }}")]
    [InlineData("{{ '\t'.expandtabs(2000000000) }}")]
    [InlineData("{{ 'a\nb' | indent(2000000000) }}")]
    [InlineData("{{ '%2000000000d' % 1 }}")]
    [InlineData("{{ '%.2000000000f' % 1 }}")]
    [InlineData("{{ '{:2000000000}'.format(1) }}")]
    [InlineData("{{ '{:.2000000000f}'.format(1.5) }}")]
    [InlineData("{{ [1] | batch(2000000000, 0) | list }}")]
    [InlineData("{{ [1] | slice(2000000000) | list }}")]
    [InlineData("{{ range(1000000000000) | list }}")]
    [InlineData("{{ range(0, 99999999999999999999999) }}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f(x) %}{% call f(x) %}{{ caller() }}{% endcall %}{% endmacro %}{{ f(1) }}")]
    [InlineData("{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    [InlineData("{% for a in range(100000) %}{{ range(100000) | sort | sum }}{% endfor %}")]
    [InlineData("{% set ns = namespace(a=['x']) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a|string|length }}")]
    [InlineData("{% set ns = namespace(a=['x'], b=['x']) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}")]
    [InlineData("{% set s = 'a' * 60000000 %}{% for i in range(100000) %}{{ s.count('b') }}{% endfor %}")]
    [InlineData("{{ ('a' * 200000)|wordwrap(1) }}")]
    [InlineData("{% set s = '9' * 4300 %}{% for i in range(100000) %}{% set n = s|int %}{% endfor %}")]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% set x = []|slice(-2000000000) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ '{0[99999999999999999999999]}'.format([1]).x.y }}")]
    [InlineData("{{ messages.__class__.__mro__ }}")]
    [InlineData("{{ messages.append(1) }}")]
    [InlineData("{{ ''.format.__globals__ }}{{ '{0.__class__.__mro__}'.format(1) }}")]
    public void A_template_that_means_harm_ends_with_an_error(string template)
    {
        var exception = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template).Render(new Dictionary<string, object?> { ["messages"] = new[] { "a" } }));
        Assert.NotEqual(JinjaErrorKind.Syntax, exception.Kind);
        Assert.InRange(exception.Message.Length, 1, 1_100);
    }

    // How deep is too deep depends on the stack of the thread.
    [Theory(Timeout = 180_000)]
    [InlineData("{% set ns = namespace(l=[]) %}{% for a in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for a in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    [InlineData("{% set ns = namespace(l=[], m=[]) %}{% for a in range(100000) %}{% set ns.l = [ns.l] %}{% set ns.m = [ns.m] %}{% endfor %}{{ ns.l == ns.m }}")]
    [InlineData("{% set ns = namespace(a=[1]) %}{% for i in range(100000) %}{% set ns.a = ns.a|select %}{% endfor %}{{ ns.a|list }}")]
    [InlineData("{% set ns = namespace(a=()) %}{% for i in range(100000) %}{% set ns.a = (ns.a,) %}{% endfor %}{{ {ns.a: 1}|length }}")]
    public void A_value_that_nests_deep_is_gone_through_or_refused(string template)
    {
        try
        {
            Assert.NotNull(JinjaTemplate.Parse(template).Render(new Dictionary<string, object?>()));
        }
        catch (JinjaException exception)
        {
            Assert.Equal(JinjaErrorKind.Limit, exception.Kind);
        }
    }

    [Theory(Timeout = 180_000)]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{1:")]
    [InlineData("-")]
    [InlineData("not ")]
    [InlineData("1 if ")]
    [InlineData("x[")]
    [InlineData("x(")]
    public void A_template_that_nests_without_an_end_is_refused(string piece) =>
        Assert.Equal(JinjaErrorKind.Syntax, Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("{{ " + string.Concat(Enumerable.Repeat(piece, 100_000)))).Kind);

    [Fact(Timeout = 180_000)]
    public void Statements_that_nest_without_an_end_are_refused() =>
        Assert.Equal(JinjaErrorKind.Syntax, Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(string.Concat(Enumerable.Repeat("{% if 1 %}", 100_000)))).Kind);

    [Fact(Timeout = 180_000)]
    public void Operators_in_a_long_row_are_read_and_calculated() =>
        Assert.Equal("50001", JinjaTemplate.Parse("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 50_000)) + " }}").Render(new Dictionary<string, object?>()));

    [Theory(Timeout = 180_000)]
    [InlineData("-1")]
    [InlineData(" and 1")]
    [InlineData(" or 0")]
    [InlineData("|string")]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData(" if 1")]
    [InlineData("()")]
    [InlineData(" ~ 1")]
    [InlineData(" * 1")]
    [InlineData(" < 1")]
    public void A_row_without_an_end_ends_with_its_value_or_an_error(string piece)
    {
        try
        {
            Assert.NotNull(JinjaTemplate.Parse("{{ 1" + string.Concat(Enumerable.Repeat(piece, 300_000)) + " }}").Render(new Dictionary<string, object?>()));
        }
        catch (JinjaException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }

    [Theory(Timeout = 180_000)]
    [InlineData("{{ 'abc'.center(-2147483648) }}{{ 'abc'.zfill(-2147483648) }}{{ 'abc'.ljust(-99999999999) }}", "abcabcabc")]
    [InlineData("{{ '%.*d' % (-5, 1) }}{{ '%.*f' % (-3, 1.5) }}{{ '%.*s' % (-1, 'abc') }}", "12")]
    [InlineData("{{ '%.2000f' % 0.5 | length }}", null)]
    [InlineData("{{ ('<' * 400000) | striptags | length }}", "400000")]
    [InlineData("{{ ('a ' * 200000).rsplit(none, 200000) | length }}", "200000")]
    [InlineData("{% set ns = namespace(x=true) %}{% for m in [1, 2] if ns.x %}{{ m }}{% set ns.x = false %}{% endfor %}", "1")]
    [InlineData("{% for a, b in [[1, 2], [3, 4]] if a %}{{ loop.previtem }}{{ loop.nextitem }}{% endfor %}", "(3, 4)(1, 2)")]
    [InlineData("{{ 'abc'.replace('', '-', 1) }}{{ 'abc'.replace('', '-', 2) }}", "-abc-a-bc")]
    [InlineData("{{ [] | map('nofilter') | list }}{{ [1, 2, 'abcdefgh'] | truncate(5) }}", "[][1, 2, 'abcdefgh']")]
    public void Odd_arguments_are_read_as_Python_reads_them(string template, string? expected)
    {
        try
        {
            var text = JinjaTemplate.Parse(template).Render(new Dictionary<string, object?>());
            Assert.Equal(expected ?? text, text);
        }
        catch (JinjaException)
        {
            Assert.Null(expected);
        }
    }

    [Fact(Timeout = 180_000)]
    public void A_variable_with_half_a_surrogate_pair_is_an_error_of_the_template() =>
        Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("{{ x }}").Render(new Dictionary<string, object?> { ["x"] = JsonElement.Parse("\"\\ud800\"") }));

    [LongForm]
    [Fact(Timeout = 600_000)]
    public void No_text_breaks_the_reader() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 24].Sample(parts =>
            {
                try
                {
                    _ = JinjaTemplate.Parse(string.Concat(parts)).Render(new Dictionary<string, object?> { ["messages"] = new object?[] { new Dictionary<string, object?> { ["role"] = "user", ["content"] = "x" } }, ["x"] = "a b" }, new JinjaOptions { MostSteps = 100_000, MostCharacters = 1_000_000 });
                }
                catch (JinjaException)
                {
                    // A refusal is the right answer to a broken template.
                }
            }, iter: Soak.Inputs(20_000, 1_000_000));
}
