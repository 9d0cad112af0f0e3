#:project ../../src/SpecBundle.Tokenizers/SpecBundle.Tokenizers.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false
#:property RunAnalyzers=false
#:property InvariantGlobalization=true
#:property JsonSerializerIsReflectionEnabledByDefault=true

// What this library renders: our half of compare.py. For each line of CASES, {"id", "template", "variables"}, a line of
// OUT: {"id", "text"} or {"id", "error"}.
//   render.cs CASES OUT
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpeculativeDecoding;

var parsed = new Dictionary<string, object>();
var options = new JinjaOptions { Time = new FixedTime() };
await using var output = new StreamWriter(args[1], false, new UTF8Encoding(false));
await foreach (var line in File.ReadLinesAsync(args[0]))
{
    using var document = JsonDocument.Parse(line);
    var source = document.RootElement.GetProperty("template").GetString()!;
    var result = new JsonObject { ["id"] = JsonNode.Parse(document.RootElement.TryGetProperty("id", out var id) ? id.GetRawText() : document.RootElement.GetProperty("name").GetRawText()) };
    try
    {
        if (!parsed.TryGetValue(source, out var template))
        {
            parsed[source] = template = Parse(source);
        }

        result["text"] = template is JinjaTemplate good
            ? good.Render(document.RootElement.GetProperty("variables").EnumerateObject().ToDictionary(variable => variable.Name, object? (variable) => variable.Value), options)
            : throw (JinjaException)template;
    }
    catch (JinjaException exception)
    {
        result["error"] = exception.Message;
    }

    await output.WriteLineAsync(result.ToJsonString());
}

static object Parse(string source)
{
    try
    {
        return JinjaTemplate.Parse(source);
    }
    catch (JinjaException exception)
    {
        return exception;
    }
}

internal sealed class FixedTime : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2025, 3, 9, 7, 5, 3, TimeSpan.Zero);
}
