using System.Collections.Frozen;
using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Unicode's tables for form C, from <c>form-c.txt</c>: what is taken apart, what is joined, and how marks are ordered.</summary>
internal sealed class FormCData
{
    private readonly FrozenDictionary<int, (int First, int? Second)> _decompositions;
    private readonly FrozenDictionary<(int First, int Second), int> _compositions;
    private readonly FrozenDictionary<int, byte> _classes;
    private readonly FrozenSet<int> _changing;

    private FormCData(TextReader lines)
    {
        var decompositions = new Dictionary<int, (int, int?)>();
        var compositions = new Dictionary<(int, int), int>();
        var classes = new Dictionary<int, byte>();
        var changing = new HashSet<int>();
        while (lines.ReadLine() is { } line)
        {
            var numbers = line.TrimStart('!', '@', '#').Split(' ');
            if (line[0] == '@')
            {
                for (var code = Number(numbers[0]); code <= Number(numbers[1]); code++)
                {
                    classes[code] = (byte)Number(numbers[2]);
                }
            }
            else if (line[0] != '#')
            {
                var (code, first, second) = (Number(numbers[0]), Number(numbers[1]), numbers.Length > 2 ? Number(numbers[2]) : (int?)null);
                decompositions.Add(code, (first, second));
                if (line[0] == '!')
                {
                    changing.Add(code);
                }
                else
                {
                    compositions.Add((first, second!.Value), code);
                    changing.Add(second.Value);
                }
            }
        }

        changing.UnionWith(classes.Keys);
        (_decompositions, _compositions, _classes, _changing) = (decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), classes.ToFrozenDictionary(), changing.ToFrozenSet());
    }

    public static FormCData OfUnicode { get; } = Load();

    /// <summary>Whether the character is never in form C, may join the one before it, or may have to move.</summary>
    public bool MayChange(int code) => _changing.Contains(code) || Hangul.IsJoining(code);

    /// <summary>The combining class; 0 for a starter.</summary>
    public int ClassOf(int code) => code < 0x300 ? 0 : _classes.GetValueOrDefault(code);

    /// <summary>One step of the canonical decomposition; null where there is none.</summary>
    public (int First, int? Second)? DecompositionOf(int code) => code >= 0xC0 && _decompositions.TryGetValue(code, out var parts) ? parts : null;

    /// <summary>The character that the two make; null where they make none.</summary>
    public int? Compose(int first, int second) => _compositions.TryGetValue((first, second), out var code) ? code : null;

    private static FormCData Load()
    {
        using var stream = typeof(FormCData).Assembly.GetManifestResourceStream("form-c.txt")!;
        using var reader = new StreamReader(stream);
        return new FormCData(reader);
    }

    private static int Number(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
