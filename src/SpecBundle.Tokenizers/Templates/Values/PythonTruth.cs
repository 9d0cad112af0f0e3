using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>Which values Python takes for true.</summary>
internal static class PythonTruth
{
    public static bool Of(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        BigInteger number => !number.IsZero,
        TemplateSequence sequence => sequence.Count > 0,
        TemplateMap map => map.Count > 0,
        MapView view => view.Count > 0,
        TemplateRange range => range.Count > 0,
        Undefined { IsForbidden: true } undefined => throw undefined.Error(),
        Undefined => false,
        LoopState loop => loop.Count > 0,
        _ => true,
    };

    public static object Box(bool value) => value ? True : False;

    private static readonly object True = true;
    private static readonly object False = false;
}
