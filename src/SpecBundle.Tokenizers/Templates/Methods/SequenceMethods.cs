namespace SpeculativeDecoding.Templates;

internal delegate object? SequenceMethod(TemplateSequence sequence, CallArguments arguments);

/// <summary>The methods of Python's lists and tuples that change nothing.</summary>
internal static class SequenceMethods
{
    private static readonly Signature IndexSignature = new("index", "value", "start?", "stop?");

    public static SequenceMethod? Find(string name) => name switch
    {
        "index" => Index,
        "count" => static (sequence, arguments) => PythonNumber.Box(sequence.Items.Count(item => PythonEquality.Equal(item, arguments.Positional is [var sought] ? sought : throw new JinjaException("count() takes exactly one argument")))),
        "copy" => static (sequence, _) => sequence is TemplateList ? new TemplateList(sequence.Items) : new Undefined(sequence, "copy"),
        _ => null,
    };

    private static object Index(TemplateSequence sequence, CallArguments arguments)
    {
        var bound = IndexSignature.Bind(arguments);
        var (start, stop) = (At(bound[1], 0), At(bound[2], sequence.Count));
        for (var i = start; i < Math.Min(stop, sequence.Count); i++)
        {
            if (PythonEquality.Equal(sequence.Items[i], bound[0]))
            {
                return PythonNumber.Box(i);
            }
        }

        throw new JinjaException($"{PythonRepr.Of(bound[0])} is not in {PythonType.NameOf(sequence)}");

        int At(object? value, int absent) => ArgumentReader.Integer(value, absent) is var index && index < 0 ? Math.Max(0, index + sequence.Count) : index;
    }
}
