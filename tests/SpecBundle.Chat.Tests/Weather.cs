using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>A model that asks for the weather, by what a server sends of it, and the tool.</summary>
internal sealed class Weather
{
    private readonly List<string> _asked = [];

    /// <summary>The cities that were asked for.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public AIFunction Tool => AIFunctionFactory.Create((string city) =>
    {
        _asked.Add(city);
        return $"22 degrees in {city}";
    }, "weather", "Tells the weather of a city.");

    /// <summary>Streamed: a call in pieces, and the answer once its result is there.</summary>
    public static string AddTo(ReplayProcess server) => server.AddScript(
        Chats.Stream([
            Chats.Chunk("""{"role":"assistant","content":""}"""),
            Chats.Chunk("""{"tool_calls":[{"id":"call_1","index":0,"type":"function","function":{"name":"weather","arguments":"{\"city\": "}}]}""", more: Chats.Usage(20, 5)),
            Chats.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Paris\"}"}}]}""", more: Chats.Usage(20, 9)),
            Chats.Chunk("{}", "tool_calls"),
            Extension(3),
            Closing(20, 9)]),
        Chats.Stream([
            Chats.Chunk("""{"role":"assistant","content":""}"""),
            Chats.Chunk("""{"content":"It is"}""", more: Chats.Usage(40, 2)),
            Chats.Chunk("""{"content":" 22 degrees."}""", more: Chats.Usage(40, 6)),
            Chats.Chunk("{}", "stop"),
            Extension(2),
            Closing(40, 6)]));

    /// <summary>The same in one piece each.</summary>
    public static string AddWholeTo(ReplayProcess server) => server.AddScript(
        Chats.Json(Whole("""{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","index":0,"type":"function","function":{"name":"weather","arguments":"{\"city\": \"Paris\"}"}}]}""", "tool_calls", 20, 9, 3)),
        Chats.Json(Whole("""{"role":"assistant","content":"It is 22 degrees."}""", "stop", 40, 6, 2)));

    private static string Whole(string message, string finish, int prompt, int completion, int steps) =>
        $$"""{"id":"abc","object":"chat.completion","created":1795478990,"model":"m","choices":[{"index":0,"message":{{message}},"logprobs":null,"finish_reason":"{{finish}}","matched_stop":null}]{{Chats.Usage(prompt, completion)}},{{Details(steps)}}}""";

    private static string Extension(int steps) => $$"""{"id":"abc","object":"chat.completion.chunk","created":1795478990,"model":"m","choices":[],"usage":null,{{Details(steps)}}}""";

    private static string Closing(int prompt, int completion) => $$"""{"id":"abc","object":"chat.completion.chunk","created":1795478990,"model":"m","choices":[]{{Chats.Usage(prompt, completion)}}}""";

    private static string Details(int steps) => $$$"""
        "sglext":{"spec_tokens_details":{"spec_verify_ct":{{{steps}}},"spec_num_correct_drafts":{{{steps}}},"spec_num_proposed_drafts":{{{3 * steps}}}}}
        """;
}
