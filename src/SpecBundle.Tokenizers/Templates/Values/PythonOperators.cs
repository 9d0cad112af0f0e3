namespace SpeculativeDecoding.Templates;

/// <summary>What Python's operators do with texts, lists and numbers.</summary>
internal static class PythonOperators
{
    public static object? Add(RenderContext context, object? left, object? right)
    {
        switch (left, right)
        {
            case (string first, string second):
                context.Charge((long)first.Length + second.Length);
                return first + second;
            case (Markup or string, Markup or string):
                var joined = Markup.Escape(left).Text + Markup.Escape(right).Text;
                context.Charge(joined.Length);
                return new Markup(joined);
            case (TemplateSequence first, TemplateSequence second) when first.GetType() == second.GetType():
                context.Charge((long)first.Count + second.Count);
                return first.With([.. first.Items, .. second.Items]);
            case (string, not Undefined) when right is not Undefined:
                throw new JinjaException($"can only concatenate str (not \"{PythonType.NameOf(right)}\") to str");
            case (TemplateSequence, not null) when right is not Undefined:
                throw new JinjaException($"can only concatenate {PythonType.NameOf(left)} (not \"{PythonType.NameOf(right)}\") to {PythonType.NameOf(left)}");
            default:
                return Numbers(left, "+", right);
        }
    }

    public static object? Calculate(RenderContext context, object? left, string sign, object? right)
    {
        return (left, sign, right) switch
        {
            (Markup format, "%", _) => new Markup(PercentFormat.Format(context, format.Text, Escaped(right))),
            (Markup, "*", _) or (_, "*", Markup) => Markup.Of(Calculate(context, Markup.Plain(left), sign, Markup.Plain(right))),
            (string format, "%", _) => PercentFormat.Format(context, format, right),
            (string or TemplateSequence, "*", _) when PythonNumber.IsInteger(right) => Repeat(context, left, ArgumentReader.Integer(right)),
            (_, "*", string or TemplateSequence) when PythonNumber.IsInteger(left) => Repeat(context, right, ArgumentReader.Integer(left)),
            (MapView first, "-" , _) when first.TypeName != "dict_values" => throw new JinjaException("sets have no place in a template"),
            _ => Numbers(left, sign, right),
        };
    }

    private static object? Escaped(object? value) => value switch
    {
        string text => Markup.Escaped(text),
        TemplateTuple tuple => tuple.With([.. tuple.Items.Select(item => item is string text ? Markup.Escaped(text) : item)]),
        TemplateMap map => EscapedMap(map),
        _ => value,
    };

    private static TemplateMap EscapedMap(TemplateMap map)
    {
        var escaped = new TemplateMap(map.Count);
        foreach (var (key, value) in map.Pairs)
        {
            escaped[key] = value is string text ? Markup.Escaped(text) : value;
        }

        return escaped;
    }

    private static object Repeat(RenderContext context, object? value, int count)
    {
        count = Math.Max(0, count);
        if (value is string text)
        {
            context.Charge((long)text.Length * count);
            return PythonText.Repeat(text, count);
        }

        var sequence = (TemplateSequence)value!;
        context.Charge((long)sequence.Count * count);
        return sequence.With([.. Enumerable.Repeat(sequence.Items, count).SelectMany(items => items)]);
    }

    private static object Numbers(object? left, string sign, object? right) => PythonNumber.IsNumber(left) && PythonNumber.IsNumber(right)
        ? PythonNumber.Calculate(left!, sign, right!)
        : throw (left as Undefined ?? right as Undefined)?.Error() ?? PythonType.Unsupported(sign == "**" ? "** or pow()" : sign, left, right);
}
