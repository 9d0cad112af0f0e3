using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>The members of Python's numbers.</summary>
internal static class NumberMethods
{
    public static object? Member(object integer, string name) => name switch
    {
        "real" or "numerator" => PythonNumber.Normal(PythonNumber.Integer(integer)),
        "imag" => PythonNumber.Box(0),
        "denominator" => PythonNumber.Box(1),
        "bit_length" => new Function(name, (_, _) => PythonNumber.Box((long)BigInteger.Abs(PythonNumber.Integer(integer)).GetBitLength())),
        "is_integer" => new Function(name, (_, _) => PythonTruth.Box(true)),
        _ => null,
    };

    public static object? Member(double number, string name) => name switch
    {
        "real" => number,
        "imag" => 0.0,
        "is_integer" => new Function(name, (_, _) => PythonTruth.Box(number == Math.Truncate(number))),
        _ => null,
    };
}
