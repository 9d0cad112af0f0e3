using System.Globalization;
using SpeculativeDecoding.Templates;

namespace SpeculativeDecoding;

/// <summary>
/// A template in Jinja, as chat templates are written: it renders what Python's <c>jinja2</c> renders in the sandbox that
/// transformers sets up (<c>trim_blocks</c>, <c>lstrip_blocks</c>, loop controls, <c>tojson</c>, <c>raise_exception</c>,
/// <c>strftime_now</c>, the <c>generation</c> block). Parsed once, it is rendered as often as wanted, from several threads.
/// </summary>
public sealed class JinjaTemplate
{
    private const int LongestSource = 4 << 20;
    private readonly IReadOnlyList<IStatement> _body;
    private readonly TemplateSelf _self;

    private JinjaTemplate((IReadOnlyList<IStatement> Body, IReadOnlyDictionary<string, IReadOnlyList<IStatement>> Blocks) parsed) => (_body, _self) = (parsed.Body, new TemplateSelf(parsed.Blocks));

    /// <summary>Parses a template.</summary>
    /// <param name="source">The template.</param>
    /// <returns>What can be rendered.</returns>
    /// <exception cref="JinjaException">It is broken, or longer than 4 Mi characters.</exception>
    public static JinjaTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Length <= LongestSource ? new JinjaTemplate(TemplateParser.Parse(source))
            : throw new JinjaException(string.Create(CultureInfo.InvariantCulture, $"The template has {source.Length:N0} characters, more than any real one."), JinjaErrorKind.Limit);
    }

    /// <summary>Renders the template.</summary>
    /// <param name="variables">Its variables: null (<c>None</c>), texts, truth values, numbers, <see cref="System.Text.Json.JsonElement"/>, dictionaries from text, and what can be gone through (a list). They are not changed.</param>
    /// <param name="options">Bounds and clock; null for the defaults.</param>
    /// <returns>The text.</returns>
    /// <exception cref="JinjaException">The template can't be rendered with these variables, refuses them, or goes beyond a bound.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables, JinjaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var root = new Scope(null);
        root.Set("self", _self);
        foreach (var (name, value) in variables)
        {
            root.Set(name, TemplateValue.Of(value));
        }

        using var context = new RenderContext(options ?? new JinjaOptions(), new Scope(root));
        try
        {
            Statements.Run(_body, context);
            return context.Output.ToString();
        }
        catch (JinjaException exception) when (exception.Line is null)
        {
            throw exception.At(context.Line);
        }
    }
}
