using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The tools of a chat request, and whether the answer has to call them. A small model can't be left the choice: with
/// <c>auto</c> it answers in text.
/// </summary>
/// <param name="Tools">As they came, for templates that read them; empty where the request has none or says <c>none</c>.</param>
/// <param name="Required">What the answer must call, with the schemas of the parameters; empty where it need not.</param>
/// <param name="MostCalls">How many calls an answer may have: one of each tool, or one where they may not be parallel.</param>
internal sealed record ToolRequest(IReadOnlyList<JsonElement> Tools, IReadOnlyList<(string Name, string? Parameters)> Required, int MostCalls)
{
    public static ToolRequest None { get; } = new([], [], 0);

    public bool IsRequired => Required.Count > 0;

    public static ToolRequest Read(JsonElement body)
    {
        var tools = body.Field("tools") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().ToList(),
            { } other => throw JsonBody.Wrong("list_type", "tools", "Input should be a valid list", other),
        };
        var functions = tools.Select(Function).ToList();
        switch (body.Field("tool_choice"))
        {
            case null:
            case { ValueKind: JsonValueKind.String } choice when choice.ValueEquals("auto"):
                return None with { Tools = tools };
            case { ValueKind: JsonValueKind.String } choice when choice.ValueEquals("none"):
                return None;
            case { ValueKind: JsonValueKind.String } choice when choice.ValueEquals("required"):
                return tools.Count == 0
                    ? throw new InvalidRequestException("Tools cannot be empty if tool choice is set to required.")
                    : new ToolRequest(tools, functions, Parallel(body) ? functions.Count : 1);
            case { ValueKind: JsonValueKind.Object } choice when choice.Field("function") is { ValueKind: JsonValueKind.Object } named:
                return Named(named.Text("name"), tools, functions);
            case { } other:
                throw JsonBody.Wrong("literal_error", "tool_choice", "Input should be auto, required, none or a function", other);
        }
    }

    private static ToolRequest Named(string? name, List<JsonElement> tools, List<(string Name, string? Parameters)> functions)
    {
        if (tools.Count == 0)
        {
            throw new InvalidRequestException("Tools cannot be empty if tool choice is set to a specific tool.");
        }

        var at = functions.FindIndex(function => function.Name == name);
        return at >= 0
            ? new ToolRequest([tools[at]], [functions[at]], 1)
            : throw new InvalidRequestException($"Tool '{name}' not found in tools list.");
    }

    private static bool Parallel(JsonElement body) => body.Field("parallel_tool_calls") is null || body.Switch("parallel_tool_calls");

    private static (string Name, string? Parameters) Function(JsonElement tool, int index)
    {
        if (tool.ValueKind != JsonValueKind.Object || tool.Field("function") is not { ValueKind: JsonValueKind.Object } function || function.Text("name") is not { Length: > 0 } name)
        {
            throw new InvalidRequestException($"tools[{index}] must be a function with a name.");
        }

        return (name, function.Field("parameters")?.GetRawText());
    }
}
