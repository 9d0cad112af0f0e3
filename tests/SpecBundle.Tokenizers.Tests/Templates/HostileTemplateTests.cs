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

    [Theory(Timeout = 60_000)]
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
    [InlineData("{% set ns = namespace(l=[]) %}{% for a in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for a in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    [InlineData("{% set ns = namespace(l=[], m=[]) %}{% for a in range(100000) %}{% set ns.l = [ns.l] %}{% set ns.m = [ns.m] %}{% endfor %}{{ ns.l == ns.m }}")]
    [InlineData("{% for a in range(100000) %}{{ range(100000) | sort | sum }}{% endfor %}")]
    [InlineData("{{ messages.__class__.__mro__ }}")]
    [InlineData("{{ messages.append(1) }}")]
    [InlineData("{{ ''.format.__globals__ }}{{ '{0.__class__.__mro__}'.format(1) }}")]
    public void A_template_that_means_harm_ends_with_an_error(string template)
    {
        var exception = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template).Render(new Dictionary<string, object?> { ["messages"] = new[] { "a" } }));
        Assert.NotEqual(JinjaErrorKind.Syntax, exception.Kind);
        Assert.InRange(exception.Message.Length, 1, 1_100);
    }

    [Theory(Timeout = 60_000)]
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

    [Fact(Timeout = 60_000)]
    public void Statements_that_nest_without_an_end_are_refused() =>
        Assert.Equal(JinjaErrorKind.Syntax, Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(string.Concat(Enumerable.Repeat("{% if 1 %}", 100_000)))).Kind);

    [Fact(Timeout = 60_000)]
    public void Operators_in_a_long_row_are_read_and_calculated() =>
        Assert.Equal("50001", JinjaTemplate.Parse("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 50_000)) + " }}").Render(new Dictionary<string, object?>()));

    [Theory(Timeout = 60_000)]
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
