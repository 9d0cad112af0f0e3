using System.Numerics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes JSON numbers. Without limits of its own a number has at most as many digits as every reader keeps.</summary>
internal static class NumberWriter
{
    private const int Digits = 15;

    public static int WriteNumber(GrammarBuilder grammar, int from, SchemaPlace place)
    {
        RequireNoMultiple(place, isInteger: false);
        var bounds = NumberBounds.Read(place);
        if (!bounds.IsOpen)
        {
            return new DecimalWriter(grammar, bounds).Write(from);
        }

        var digit = grammar.Rule(start => grammar.Range(start, '0', '9'));
        var to = WriteWhole(grammar, from, digit);
        to = grammar.Optional(to, start => grammar.Repeat(grammar.Text(start, "."u8), digit, 1, Digits));
        return grammar.Optional(to, start =>
        {
            var letter = grammar.Choice(start, [way => grammar.Text(way, "e"u8), way => grammar.Text(way, "E"u8)]);
            var sign = grammar.Choice(letter, [way => way, way => grammar.Text(way, "+"u8), way => grammar.Text(way, "-"u8)]);
            return grammar.Repeat(sign, digit, 1, 2);
        });
    }

    public static int WriteInteger(GrammarBuilder grammar, int from, SchemaPlace place)
    {
        RequireNoMultiple(place, isInteger: true);
        var bounds = NumberBounds.Read(place);
        if (bounds.IsOpen)
        {
            return WriteWhole(grammar, from, grammar.Rule(start => grammar.Range(start, '0', '9')));
        }

        var (low, high) = bounds.Integers();
        var digits = new DigitWriter(grammar);
        return grammar.Choice(from,
        [
            start => digits.Write(start, BigInteger.Max(low, 0), high),
            start => digits.Write(grammar.Text(start, "-"u8), BigInteger.Max(-high, 1), -low),
        ]);
    }

    private static int WriteWhole(GrammarBuilder grammar, int from, int digit)
    {
        var sign = grammar.Optional(from, start => grammar.Text(start, "-"u8));
        return grammar.Choice(sign, [start => grammar.Text(start, "0"u8), start => grammar.Repeat(grammar.Range(start, '1', '9'), digit, 0, Digits - 1)]);
    }

    private static void RequireNoMultiple(SchemaPlace place, bool isInteger)
    {
        if (place.Field("multipleOf") is { } multiple && !(isInteger && multiple.ValueKind == System.Text.Json.JsonValueKind.Number && multiple.GetDouble() == 1))
        {
            throw place.Unsupported("multipleOf");
        }
    }
}
