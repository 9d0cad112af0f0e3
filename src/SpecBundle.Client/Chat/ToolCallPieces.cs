using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Puts the calls of a message together from their pieces.</summary>
internal sealed class ToolCallPieces
{
    private const int MostCalls = 4096;
    private readonly List<Call> _calls = [];

    /// <summary>Characters of all arguments so far.</summary>
    public int Length { get; private set; }

    /// <summary>Takes the calls of a frame; in a whole message each is one of its own.</summary>
    public bool Add(JsonElement calls, bool areWhole)
    {
        var place = 0;
        foreach (var piece in calls.EnumerateArray())
        {
            if (piece.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            var call = Find(piece, areWhole ? place : null);
            call.Id ??= ChatFrame.Text(piece, "id");
            if (ChatFrame.Member(piece, "function", JsonValueKind.Object) is { } function)
            {
                call.Name ??= ChatFrame.Text(function, "name");
                Length += call.AddArguments(function);
            }

            place++;
        }

        return place > 0;
    }

    /// <summary>The calls that have a name. Arguments that are no JSON are an error of that call, which its reader may tell the model.</summary>
    public IReadOnlyList<FunctionCallContent> Complete() =>
        [.. _calls.Where(call => !string.IsNullOrWhiteSpace(call.Name)).Select((call, place) => call.ToContent(place))];

    private Call Find(JsonElement piece, int? wholePlace)
    {
        int? told = ChatFrame.Member(piece, "index", JsonValueKind.Number) is { } index && index.TryGetInt32(out var number) ? number : null;
        var place = wholePlace ?? told;

        // Without an index a new id begins a new call.
        var call = place is null && _calls is [.., var last] && ChatFrame.Text(piece, "id") is var id && (id is null || id == last.Id) ? last : _calls.Find(one => place is not null && one.Place == place);
        if (call is null)
        {
            call = new Call { Place = place ?? _calls.Count };
            _calls.Add(_calls.Count < MostCalls ? call : throw new JsonException("there is no end to its tool calls"));
        }

        return call;
    }

    private sealed class Call
    {
        private static readonly JsonTypeInfo<IDictionary<string, object?>> Contract = (JsonTypeInfo<IDictionary<string, object?>>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>));
        private readonly StringBuilder _arguments = new();

        public required int Place { get; init; }

        public string? Id { get; set; }

        public string? Name { get; set; }

        public int AddArguments(JsonElement function)
        {
            var before = _arguments.Length;
            if (function.TryGetProperty("arguments", out var arguments) && arguments.ValueKind != JsonValueKind.Null)
            {
                _arguments.Append(arguments.ValueKind == JsonValueKind.String ? arguments.GetString() : arguments.GetRawText());
            }

            return _arguments.Length - before;
        }

        public FunctionCallContent ToContent(int place)
        {
            var id = Id ?? FormattableString.Invariant($"call_{place}");
            var arguments = _arguments.ToString();
            return string.IsNullOrWhiteSpace(arguments)
                ? new FunctionCallContent(id, Name!, new Dictionary<string, object?>())
                : FunctionCallContent.CreateFromParsedArguments(arguments, id, Name!, static json => JsonSerializer.Deserialize(json, Contract)!);
        }
    }
}
