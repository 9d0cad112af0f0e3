#:project ../../src/SpecBundle.Client/SpecBundle.Client.csproj
#:property RestorePackagesWithLockFile=false
#:property RunAnalyzers=false
#:property InvariantGlobalization=true

// On a real SGLang with the pair tiny: both chat routes read the same number of prompt tokens, their statistics agree with
// each other and with the server's meta_info, and a JSON schema holds with speculation on. OUTPUT gets a line of JSON for
// each conversation and each answer, to be held against a validator; the sums are printed.
//   prove_chat MODELS_FOLDER OUTPUT [ARGUMENTS FOR SGLANG]
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SpeculativeDecoding;

const int Conversations = 50;
const int Answers = 50;
var (target, draft) = (Path.Combine(args[0], "target"), Path.Combine(args[0], "draft"));
await using var output = new StreamWriter(args[1]);
var launch = new LaunchOptions { Engine = LaunchEngine.Sglang };
foreach (var argument in args[2..])
{
    launch.ExtraArguments.Add(argument);
}

await using var server = await SpecBundle.LaunchAsync(new ModelPair(target, draft), launch, new Progress<LaunchProgress>(step => Console.Error.WriteLine(step)));
var tokenizer = ModelTokenizer.Load(target);
using var here = server.AsIChatClient(new() { Route = ChatRoute.Template, Tokenizer = tokenizer });
using var there = server.AsIChatClient();
var random = new Random(1);
var (samePrompts, sameStatistics, sameStreams, known) = (0, 0, 0, 0);
for (var i = 0; i < Conversations; i++)
{
    var messages = Conversation(random);
    var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 64 };
    var whole = await AskAsync(there, messages, options);
    var streamed = await StreamAsync(there, messages, options);
    var native = await AskAsync(here, messages, options);
    var nativeStream = await StreamAsync(here, messages, options);
    var same = new[] { whole, streamed, native, nativeStream }.Select(answer => answer.Usage?.InputTokenCount).Distinct().Count() == 1 && whole.Usage?.InputTokenCount == tokenizer.EncodeChat(messages.Select(message => new ConversationMessage(message.Role.Value, message.Text)).ToList()).Count;
    samePrompts += same ? 1 : 0;
    sameStatistics += Told(whole) == Told(native) && Told(native) == Told(nativeStream) && Told(native).Steps is > 0 ? 1 : 0;
    known += Told(streamed).Steps is not null ? 1 : 0;
    sameStreams += Told(streamed).Steps == Told(native).Steps ? 1 : 0;
    await output.WriteLineAsync($$"""{"conversation":{{i}},"prompt_tokens":{{whole.Usage?.InputTokenCount}},"same":{{(same ? "true" : "false")}},"whole":"{{Told(whole)}}","streamed":"{{Told(streamed)}}","native":"{{Told(native)}}","native_stream":"{{Told(nativeStream)}}"}""");
}

var schema = JsonElement.Parse("""{"type":"object","properties":{"name":{"type":"string","maxLength":12},"count":{"type":"integer","minimum":0,"maximum":99},"kind":{"enum":["a","b"]},"tags":{"type":"array","items":{"type":"boolean"},"minItems":1,"maxItems":3}},"required":["name","count","kind","tags"],"additionalProperties":false}""");
var (stopped, steps) = (0, 0L);
for (var i = 0; i < Answers; i++)
{
    var options = new ChatOptions { Temperature = 0.8f, Seed = i, MaxOutputTokens = 256, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "thing") };
    var answer = await AskAsync(i % 2 == 0 ? there : here, [new(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"Tell me of thing {i}."))], options);
    stopped += answer.FinishReason == ChatFinishReason.Stop ? 1 : 0;
    steps += Told(answer).Steps ?? 0;
    await output.WriteLineAsync($$"""{"answer":{{i}},"finish":"{{answer.FinishReason}}","steps":{{Told(answer).Steps ?? 0}},"text":"{{JsonEncodedText.Encode(answer.Text)}}"}""");
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{samePrompts} of {Conversations} conversations have the same prompt tokens on both routes, streamed and not; in {sameStatistics} the counts of the server's route, not streamed, are those of the native one; streamed, the steps are known in {known} and the same in {sameStreams}; {stopped} of {Answers} answers to a schema ended by themselves, in {steps} verify steps."));

async Task<ChatResponse> AskAsync(IChatClient client, IList<ChatMessage> messages, ChatOptions options)
{
    await server.Client.FlushCacheAsync();
    return await client.GetResponseAsync(messages, options);
}

async Task<ChatResponse> StreamAsync(IChatClient client, IList<ChatMessage> messages, ChatOptions options)
{
    await server.Client.FlushCacheAsync();
    return await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync();
}

static (long? Tokens, long? Steps, long? Accepted, long? Proposed) Told(ChatResponse response)
{
    var counts = response.Usage?.AdditionalCounts;
    return (response.Usage?.OutputTokenCount, Count(ChatStatistics.VerifySteps), Count(ChatStatistics.AcceptedDraftTokens), Count(ChatStatistics.ProposedDraftTokens));

    long? Count(string name) => counts is not null && counts.TryGetValue(name, out var count) ? count : null;
}

static List<ChatMessage> Conversation(Random random)
{
    string[] questions = ["Tom has 3 apples and buys 4 more. How many has he?", "A book costs 12 dollars. What do 5 books cost?", "How many legs have 7 cats?", "Zoë isst zwei Äpfel. 😀", "What is\n\n  12 * 12?"];
    string[] answers = ["He has 7.", "They cost 60 dollars.\n#### 60", "28"];
    var messages = new List<ChatMessage>();
    for (var turn = random.Next(3); turn >= 0; turn--)
    {
        messages.Add(new(ChatRole.User, questions[random.Next(questions.Length)]));
        if (turn > 0)
        {
            messages.Add(new(ChatRole.Assistant, answers[random.Next(answers.Length)]));
        }
    }

    return messages;
}
