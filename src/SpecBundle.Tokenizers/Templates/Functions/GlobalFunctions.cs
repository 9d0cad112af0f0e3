namespace SpeculativeDecoding.Templates;

/// <summary>The functions that every template has.</summary>
internal static class GlobalFunctions
{
    private static readonly Signature RaiseSignature = new("raise_exception", "message");
    private static readonly Signature StrftimeSignature = new("strftime_now", "format");
    private static readonly Signature JoinerSignature = new("joiner", "sep?");

    private static readonly Dictionary<string, Function> All = new(StringComparer.Ordinal)
    {
        ["raise_exception"] = new("raise_exception", (_, arguments) => throw new JinjaException(PythonRepr.Text(RaiseSignature.Bind(arguments)[0]), JinjaErrorKind.Raised)),
        ["strftime_now"] = new("strftime_now", (context, arguments) => TimeFormat.Format(context.Time.GetLocalNow(), ArgumentReader.Text(StrftimeSignature.Bind(arguments)[0]))),
        ["range"] = new("range", (_, arguments) => Range(arguments)),
        ["dict"] = new("dict", (_, arguments) => Map(arguments)),
        ["namespace"] = new("namespace", (_, arguments) => Namespace(arguments)),
        ["cycler"] = new("cycler", (_, arguments) => arguments.Positional.Length > 0 ? new Cycler(arguments.Positional) : throw new JinjaException("at least one item has to be provided")),
        ["joiner"] = new("joiner", (_, arguments) => Joiner(ArgumentReader.Or(JoinerSignature.Bind(arguments)[0], ", "))),
    };

    public static bool TryGet(string name, out object? function)
    {
        var found = All.TryGetValue(name, out var known);
        function = known;
        return found;
    }

    private static TemplateRange Range(CallArguments arguments) => arguments.Positional.Select(Number).ToArray() switch
    {
        [var stop] => new TemplateRange(0, stop, 1),
        [var start, var stop] => new TemplateRange(start, stop, 1),
        [var start, var stop, var step] => new TemplateRange(start, stop, step),
        _ => throw new JinjaException($"range expected 1 to 3 arguments, got {arguments.Positional.Length}"),
    };

    private static long Number(object? value) => value switch
    {
        long number => number,
        bool truth => truth ? 1 : 0,
        System.Numerics.BigInteger => throw new JinjaException("Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).", JinjaErrorKind.Limit),
        Undefined undefined => throw undefined.Error(),
        _ => throw new JinjaException($"'{PythonType.NameOf(value)}' object cannot be interpreted as an integer"),
    };

    private static TemplateMap Map(CallArguments arguments)
    {
        var map = arguments.Positional switch
        {
            [] => new TemplateMap(),
            [TemplateMap other] => MapMethods.Copy(other),
            [var pairs] => Pairs(pairs),
            _ => throw new JinjaException($"dict expected at most 1 argument, got {arguments.Positional.Length}"),
        };
        foreach (var (name, value) in arguments.Named)
        {
            map[name] = value;
        }

        return map;
    }

    private static TemplateMap Pairs(object? pairs)
    {
        var map = new TemplateMap();
        foreach (var pair in PythonIteration.Items(pairs))
        {
            map[PythonIteration.List(pair) is [var key, var value] ? key : throw new JinjaException("dictionary update sequence element has another length than 2")] = value;
        }

        return map;
    }

    private static TemplateNamespace Namespace(CallArguments arguments)
    {
        var fields = new TemplateNamespace();
        foreach (var (key, value) in Map(arguments).Pairs)
        {
            fields.Fields[PythonRepr.Text(key)] = value;
        }

        return fields;
    }

    private static Function Joiner(object? separator)
    {
        var isUsed = false;
        return new Function("joiner", (_, _) =>
        {
            var text = isUsed ? separator : "";
            isUsed = true;
            return text;
        });
    }
}
