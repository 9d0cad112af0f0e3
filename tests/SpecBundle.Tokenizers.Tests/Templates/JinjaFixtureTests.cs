using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>Small templates of one feature each, with what Python's jinja2 gave (eng/templates/make_fixtures.py).</summary>
public sealed class JinjaFixtureTests
{
    // What this engine leaves out on purpose; docs/templates.md names it.
    private static readonly HashSet<string> LeftOut =
    [
        "tags: other tags 15", // autoescape true
        "expressions: strings 12", "expressions: strings 16", // \N{...}; halves of a pair
        "expressions: printing 19", "expressions: calls 29", "expressions: calls 33", // dict as a class, lipsum
        "strings: change 5", "strings: change 6", "strings: change 7", // title case of digraphs, cases that change the length
        "strings: change 17", "strings: change 18", "errors: sandbox 29", // translate, bytes
        "strings: asks 1", "filters: float 3", // numbers of other scripts
        "filters: pprint 1", "filters: urlize 1", "filters: urlize 2",
    ];

    public static TheoryData<string> Groups => [.. Fixtures.Select(fixture => Group(fixture)).Distinct()];

    private static IReadOnlyList<JsonElement> Fixtures { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Templates", "fixtures.jsonl")).Select(line => JsonElement.Parse(line))];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Groups))]
    public void A_template_is_rendered_or_refused_as_Jinja_does_it(string group)
    {
        var options = new JinjaOptions { Time = new FixedTime() };
        foreach (var fixture in Fixtures.Where(fixture => Group(fixture) == group && !LeftOut.Contains(Name(fixture))))
        {
            var expected = fixture.TryGetProperty("text", out var text) ? text.GetString() : null;
            Assert.Equal((Name(fixture), expected), (Name(fixture), Render(fixture, options)));
        }
    }

    private static string Name(JsonElement fixture) => fixture.GetProperty("name").GetString()!;

    private static string Group(JsonElement fixture) => Name(fixture).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd();

    private static string? Render(JsonElement fixture, JinjaOptions options)
    {
        try
        {
            var variables = fixture.GetProperty("variables").EnumerateObject().ToDictionary(variable => variable.Name, object? (variable) => variable.Value);
            return JinjaTemplate.Parse(fixture.GetProperty("template").GetString()!).Render(variables, options);
        }
        catch (JinjaException)
        {
            return null;
        }
    }
}
