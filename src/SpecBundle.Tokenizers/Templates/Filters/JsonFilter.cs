using System.Globalization;
using System.Numerics;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary><c>tojson</c> as transformers defines it: Python's <c>json.dumps</c> that keeps characters as they are, and escapes nothing for HTML.</summary>
internal sealed class JsonFilter
{
    private readonly StringBuilder _text = new();
    private readonly RenderContext _context;
    private readonly bool _isAscii;
    private readonly bool _isSorted;
    private readonly string? _indent;
    private readonly string _between;
    private readonly string _colon;

    private JsonFilter(RenderContext context, object?[] arguments)
    {
        _context = context;
        _isAscii = ArgumentReader.Truth(arguments[0]);
        _isSorted = ArgumentReader.Truth(arguments[3]);
        _indent = arguments[1] switch
        {
            Absent or null => null,
            string text => text,
            var width => PythonText.Repeat(" ", Math.Min(ArgumentReader.Integer(width), 1000)),
        };
        (_between, _colon) = arguments[2] is Absent or null ? (_indent is null ? ", " : ",", ": ")
            : PythonIteration.List(arguments[2]) is [string between, string colon] ? (between, colon)
            : throw new JinjaException("the separators of tojson are two texts");
    }

    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["tojson"] = FilterTable.With(new("tojson", "ensure_ascii?", "indent?", "separators?", "sort_keys?"), (context, value, arguments) =>
        {
            var json = new JsonFilter(context, arguments);
            json.Write(value, 0);
            context.Charge(json._text.Length);
            return json._text.ToString();
        }),
    };

    private void Write(object? value, int depth)
    {
        StackGuard.Ensure();
        _context.Check(_text.Length);
        switch (value)
        {
            case null:
                _text.Append("null");
                break;
            case bool truth:
                _text.Append(truth ? "true" : "false");
                break;
            case long or BigInteger:
                _text.Append(PythonRepr.Of(value));
                break;
            case double number:
                _text.Append(Number(number));
                break;
            case string text:
                WriteText(text);
                break;
            case TemplateSequence sequence:
                WriteItems('[', ']', sequence.Items, depth, item => Write(item, depth + 1));
                break;
            case TemplateMap map:
                var pairs = map.Pairs.ToList();
                if (_isSorted)
                {
                    pairs = [.. PythonOrder.Sorted(pairs.Select(object? (pair) => new TemplateTuple(pair.Key, pair.Value)), pair => ((TemplateTuple)pair!).Items[0], isReversed: false).Select(pair => new KeyValuePair<object?, object?>(((TemplateTuple)pair!).Items[0], ((TemplateTuple)pair).Items[1]))];
                }

                WriteItems('{', '}', pairs, depth, pair =>
                {
                    WriteText(Key(pair.Key));
                    _text.Append(_colon);
                    Write(pair.Value, depth + 1);
                });
                break;
            case Undefined { IsForbidden: true } undefined:
                throw undefined.Error();
            default:
                throw new JinjaException($"Object of type {PythonType.NameOf(value)} is not JSON serializable");
        }
    }

    private void WriteItems<T>(char open, char close, IReadOnlyList<T> items, int depth, Action<T> write)
    {
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i > 0 ? _between : "");
            BreakLine(depth + 1);
            write(items[i]);
        }

        if (items.Count > 0)
        {
            BreakLine(depth);
        }

        _text.Append(close);
    }

    private void BreakLine(int depth)
    {
        if (_indent is not null)
        {
            _text.Append('\n').Insert(_text.Length, _indent, depth);
        }
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool truth => truth ? "true" : "false",
        double number => Number(number),
        long or BigInteger => PythonRepr.Of(key),
        _ => throw new JinjaException($"keys must be str, int, float, bool or None, not {PythonType.NameOf(key)}"),
    };

    private static string Number(double number) => double.IsFinite(number) ? PythonRepr.Float(number) : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\f' => _text.Append("\\f"),
                '\b' => _text.Append("\\b"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                > '~' when _isAscii => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }
}
