using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>Reads a bound argument as the type that a function needs.</summary>
internal static class ArgumentReader
{
    public static string Text(object? value) => value switch
    {
        string text => text,
        Undefined undefined => throw undefined.Error(),
        _ => throw new JinjaException($"expected str instance, {PythonType.NameOf(value)} found"),
    };

    public static string? TextOrNone(object? value) => value is null or Absent ? null : Text(value);

    public static int Integer(object? value, int absent = 0) => value switch
    {
        Absent => absent,
        long number => (int)Math.Clamp(number, int.MinValue, int.MaxValue),
        bool truth => truth ? 1 : 0,
        BigInteger number => number.Sign < 0 ? int.MinValue : int.MaxValue,
        Undefined undefined => throw undefined.Error(),
        _ => throw new JinjaException($"'{PythonType.NameOf(value)}' object cannot be interpreted as an integer"),
    };

    public static bool Truth(object? value, bool absent = false) => value is Absent ? absent : PythonTruth.Of(value);

    public static object? Or(object? value, object? absent) => value is Absent ? absent : value;
}
