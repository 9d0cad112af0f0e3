using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>The names that Python has for the types of values; templates see them in error messages alone.</summary>
internal static class PythonType
{
    public static string NameOf(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        string => "str",
        TemplateList => "list",
        TemplateTuple => "tuple",
        TemplateMap => "dict",
        TemplateRange => "range",
        TemplateNamespace => "Namespace",
        Undefined => "Undefined",
        MapView view => view.TypeName,
        TemplateIterator => "generator",
        LoopState => "LoopContext",
        Macro => "Macro",
        _ => "function",
    };

    public static string DescriptionOf(object? value) => value is null ? "None" : NameOf(value) + " object";

    public static JinjaException Unsupported(string sign, object? left, object? right) =>
        new($"unsupported operand type(s) for {sign}: '{NameOf(left)}' and '{NameOf(right)}'");
}
