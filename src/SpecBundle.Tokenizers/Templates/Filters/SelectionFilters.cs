namespace SpeculativeDecoding.Templates;

/// <summary>The filters that apply a test or another filter to each item.</summary>
internal static class SelectionFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["select"] = (context, value, arguments) => Select(context, value, arguments, byAttribute: false, keeps: true),
        ["reject"] = (context, value, arguments) => Select(context, value, arguments, byAttribute: false, keeps: false),
        ["selectattr"] = (context, value, arguments) => Select(context, value, arguments, byAttribute: true, keeps: true),
        ["rejectattr"] = (context, value, arguments) => Select(context, value, arguments, byAttribute: true, keeps: false),
        ["map"] = Map,
    };

    private static TemplateIterator Select(RenderContext context, object? value, CallArguments arguments, bool byAttribute, bool keeps)
    {
        if (!PythonTruth.Of(value))
        {
            return new TemplateIterator([]);
        }

        var read = !byAttribute ? item => item : arguments.Positional.Length > 0 ? AttributePath.Reader(arguments.Positional[0]) : throw new JinjaException("Missing parameter for attribute name");
        var rest = arguments.Positional.Skip(byAttribute ? 1 : 0).ToArray();
        Func<object?, bool> holds = PythonTruth.Of;
        if (rest.Length > 0)
        {
            var test = TestTable.Find(PythonRepr.Text(rest[0])) ?? throw new JinjaException($"No test named {PythonRepr.Of(rest[0])}.");
            var inner = new CallArguments(rest[1..], arguments.Named);
            holds = item => test(context, item, inner);
        }

        return new TemplateIterator(PythonIteration.Items(value).Where(item =>
        {
            context.Step();
            return holds(read(item)) == keeps;
        }));
    }

    private static TemplateIterator Map(RenderContext context, object? value, CallArguments arguments)
    {
        if (!PythonTruth.Of(value))
        {
            return new TemplateIterator([]);
        }

        var read = Mapping(context, arguments);
        return new TemplateIterator(PythonIteration.Items(value).Select(item =>
        {
            context.Step();
            return read(item);
        }));
    }

    private static Func<object?, object?> Mapping(RenderContext context, CallArguments arguments)
    {
        if (arguments.Positional is [var name, .. var rest])
        {
            var filter = FilterTable.Find(PythonRepr.Text(name)) ?? throw new JinjaException($"No filter named {PythonRepr.Of(name)}.");
            var inner = new CallArguments(rest, arguments.Named);
            return item => FilterTable.Apply(PythonRepr.Text(name), filter, context, item, inner);
        }

        var attribute = arguments.Named.FirstOrDefault(argument => argument.Name == "attribute");
        if (attribute.Name is null)
        {
            throw new JinjaException("map requires a filter argument");
        }

        var unexpected = arguments.Named.FirstOrDefault(argument => argument.Name is not ("attribute" or "default"));
        return unexpected.Name is null
            ? AttributePath.Reader(attribute.Value, absent: arguments.Named.FirstOrDefault(argument => argument.Name == "default").Value)
            : throw new JinjaException($"Unexpected keyword argument {PythonRepr.Quoted(unexpected.Name)}");
    }
}
