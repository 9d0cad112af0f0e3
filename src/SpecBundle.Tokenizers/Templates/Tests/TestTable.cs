using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>What may stand behind <c>is</c>.</summary>
internal static class TestTable
{
    private static readonly Dictionary<string, Test> All = Make();

    public static Test? Find(string name) => All.GetValueOrDefault(name);

    private static Dictionary<string, Test> Make()
    {
        var tests = new Dictionary<string, Test>(StringComparer.Ordinal)
        {
            ["defined"] = Plain(value => value is not Undefined),
            ["undefined"] = Plain(value => value is Undefined),
            ["none"] = Plain(value => value is null),
            ["boolean"] = Plain(value => value is bool),
            ["true"] = Plain(value => value is true),
            ["false"] = Plain(value => value is false),
            ["integer"] = Plain(value => value is long or BigInteger),
            ["float"] = Plain(value => value is double),
            ["number"] = Plain(PythonNumber.IsNumber),
            ["string"] = Plain(value => value is string),
            ["mapping"] = Plain(value => value is TemplateMap),
            ["sequence"] = Plain(value => value is not Undefined { IsForbidden: true } && value is string or TemplateSequence or TemplateMap or TemplateRange or Undefined),
            ["iterable"] = Plain(value => PythonIteration.TryItems(value is TemplateIterator ? "" : value) is not null),
            ["callable"] = Plain(value => value is ITemplateCallable or LoopState or Undefined),
            ["escaped"] = Plain(_ => false),
            ["odd"] = Plain(value => Remainder(value, 2L) is 1L or 1.0),
            ["even"] = Plain(value => Remainder(value, 2L) is 0L or 0.0),
            ["divisibleby"] = (_, value, arguments) => Remainder(value, One("divisibleby", arguments)) is 0L or 0.0,
            ["lower"] = Plain(value => PythonTruth.Of(StringMethods.Find("islower")!(null!, PythonRepr.Text(value), CallArguments.None))),
            ["upper"] = Plain(value => PythonTruth.Of(StringMethods.Find("isupper")!(null!, PythonRepr.Text(value), CallArguments.None))),
            ["sameas"] = (_, value, arguments) => One("sameas", arguments) is var other && (ReferenceEquals(value, other) || (value, other) switch
            {
                (bool first, bool second) => first == second,
                (long first, long second) => first == second && first is >= -5 and <= 256,
                (string first, string second) => first == second,
                _ => false,
            }),
            ["filter"] = (_, value, _) => FilterTable.Find(ArgumentReader.Text(value)) is not null,
            ["test"] = (_, value, _) => Find(ArgumentReader.Text(value)) is not null,
            ["in"] = (_, value, arguments) => PythonIteration.Contains(One("in", arguments), value),
        };
        (string Sign, string[] Names)[] comparisons = [("==", ["eq", "==", "equalto"]), ("!=", ["ne", "!="]), ("<", ["lt", "<", "lessthan"]), ("<=", ["le", "<="]), (">", ["gt", ">", "greaterthan"]), (">=", ["ge", ">="])];
        foreach (var (sign, names) in comparisons)
        {
            foreach (var name in names)
            {
                tests[name] = (_, value, arguments) => sign switch
                {
                    "==" => PythonEquality.Equal(value, One(name, arguments)),
                    "!=" => !PythonEquality.Equal(value, One(name, arguments)),
                    _ => PythonOrder.Holds(value, sign, One(name, arguments)),
                };
            }
        }

        return tests;
    }

    private static Test Plain(Func<object?, bool> holds) => (_, value, arguments) =>
        arguments.Positional.Length + arguments.Named.Count == 0 ? holds(value) : throw new JinjaException($"the test takes no argument ({arguments.Positional.Length} given)");

    private static object? One(string name, CallArguments arguments) => arguments switch
    {
        { Positional: [var only], Named.Count: 0 } => only,
        { Positional: [], Named: [var only] } => only.Value,
        _ => throw new JinjaException($"the test '{name}' takes one argument"),
    };

    private static object Remainder(object? value, object? divisor) => PythonNumber.IsNumber(value) && PythonNumber.IsNumber(divisor)
        ? PythonNumber.Calculate(value!, "%", divisor!)
        : throw (value as Undefined ?? divisor as Undefined)?.Error() ?? PythonType.Unsupported("%", value, divisor);
}
