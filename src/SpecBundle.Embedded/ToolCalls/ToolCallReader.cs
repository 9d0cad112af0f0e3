using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads calls out of the text that the grammar of the tools allows, as it grows.</summary>
internal sealed class ToolCallReader
{
    private const string NameMark = "{\"name\": ";

    // Within a name its first quotation mark would be escaped.
    private const string ArgumentsMark = ", \"parameters\": ";
    private readonly StringBuilder _head = new();
    private int _depth;
    private bool _isInArguments;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>How many calls have begun.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the last call and the list are closed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The calls of a whole text; null where it breaks off.</summary>
    public static IReadOnlyList<ToolCall>? ReadWhole(string text)
    {
        var reader = new ToolCallReader();
        var calls = reader.Read(text).GroupBy(delta => delta.Index)
            .Select(deltas => new ToolCall(deltas.Key, deltas.First().Name!, string.Concat(deltas.Select(delta => delta.Arguments)))).ToList();
        return reader.IsComplete ? calls : null;
    }

    public IReadOnlyList<ToolCallDelta> Read(string text)
    {
        var deltas = new List<ToolCallDelta>();
        var arguments = new StringBuilder();
        foreach (var character in text)
        {
            if (!_isInArguments)
            {
                ReadHead(character, deltas);
            }
            else if (EndsArguments(character))
            {
                Flush(arguments, deltas);
                _isInArguments = false;
            }
            else
            {
                arguments.Append(character);
            }
        }

        Flush(arguments, deltas);
        return deltas;
    }

    private void ReadHead(char character, List<ToolCallDelta> deltas)
    {
        _head.Append(character);
        var head = character == ' ' ? _head.ToString() : "";
        if (head.EndsWith(ArgumentsMark, StringComparison.Ordinal) && head.IndexOf(NameMark, StringComparison.Ordinal) is var at and >= 0)
        {
            var name = JsonElement.Parse(head[(at + NameMark.Length)..^ArgumentsMark.Length]).GetString();
            deltas.Add(new ToolCallDelta(Count++, name, ""));
            _head.Clear();
            (_isInArguments, _depth) = (true, 0);
        }

        IsComplete = character == ']' && Count > 0 && _head.Length == 1;
    }

    /// <summary>Whether a character closes the call; follows the strings and brackets within the arguments.</summary>
    private bool EndsArguments(char character)
    {
        if (_isInString)
        {
            (_isInString, _isEscaped) = (_isEscaped || character != '"', !_isEscaped && character == '\\');
            return false;
        }

        _isInString = character == '"';
        _depth += character is '{' or '[' ? 1 : character is '}' or ']' ? -1 : 0;
        return _depth < 0;
    }

    private void Flush(StringBuilder arguments, List<ToolCallDelta> deltas)
    {
        if (arguments.Length > 0)
        {
            deltas.Add(new ToolCallDelta(Count - 1, null, arguments.ToString()));
            arguments.Clear();
        }
    }
}
