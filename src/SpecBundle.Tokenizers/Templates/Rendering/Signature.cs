namespace SpeculativeDecoding.Templates;

/// <summary>The names of what a function takes; those with a question mark may be left out.</summary>
internal sealed class Signature(string function, params string[] names)
{
    private readonly string[] _names = [.. names.Select(name => name.TrimEnd('?'))];
    private readonly int _required = names.TakeWhile(name => !name.EndsWith('?')).Count();

    public string Function => function;

    /// <summary>The arguments in the order of the names; <see cref="Absent.Value"/> for one that is left out.</summary>
    public object?[] Bind(CallArguments arguments)
    {
        var bound = new object?[_names.Length];
        Array.Fill(bound, Absent.Value);
        if (arguments.Positional.Length > bound.Length)
        {
            throw new JinjaException($"{function}() takes at most {bound.Length} argument(s) ({arguments.Positional.Length} given)");
        }

        arguments.Positional.CopyTo(bound, 0);
        foreach (var (name, value) in arguments.Named)
        {
            var index = Array.IndexOf(_names, name);
            bound[index < 0 ? throw new JinjaException($"{function}() got an unexpected keyword argument '{name}'")
                : bound[index] != Absent.Value ? throw new JinjaException($"{function}() got multiple values for argument '{name}'") : index] = value;
        }

        for (var i = 0; i < _required; i++)
        {
            if (bound[i] == Absent.Value)
            {
                throw new JinjaException($"{function}() missing required argument '{_names[i]}'");
            }
        }

        return bound;
    }
}
