using System.Text.RegularExpressions;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Whatever tokens are drawn of those that a grammar allows, what comes out is what was asked for.</summary>
public class SchemaWalkTests
{
    private const int Vocabulary = 4096;
    private static readonly HuggingFaceTokenizer Tokenizer = HuggingFaceTokenizer.Load(TinyPair.Target);
    private static readonly TokenVocabulary Tokens = new(Tokenizer, Vocabulary, [2]);

    [LongForm]
    [Fact(Timeout = 600_000)]
    public void Every_walk_through_a_random_schema_ends_in_a_document_that_another_validator_accepts()
    {
        var random = new Random(41);
        var schemas = new RandomSchema(random);
        for (var round = 0; round < Soak.Inputs(brief: 100, full: 10_000); round++)
        {
            var schema = schemas.Next();
            var grammar = new TokenGrammar(Schemas.Grammar(schema), Tokens);
            var walk = new RandomWalk(grammar, Tokenizer, Vocabulary, random);
            for (var i = 0; i < 5; i++)
            {
                var text = walk.Write();
                Assert.True(Schemas.IsValid(schema, text), $"{schema}\n{text}");
            }
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("[a-c]{2,4}x?")]
    [InlineData("^(\\d{1,3}\\.){3}\\d{1,3}$")]
    [InlineData("(red|green|blue)(,(red|green|blue)){0,3}")]
    [InlineData("[^\\n]{1,10}\\n\"\\w\\W\"")]
    [InlineData("\\u00e9\\x41{2}\\u{1F600}?")]
    [InlineData("(?<year>[12]\\d{3})-[\\]\\-x]")]
    [InlineData("(a?){5}b{1}?")]
    public void Every_walk_through_a_pattern_matches_it(string pattern)
    {
        var random = new Random(42);
        var walk = new RandomWalk(new TokenGrammar(GrammarSource.Regex(pattern).Write(), Tokens), Tokenizer, Vocabulary, random);

        // .NET spells a character beyond the first plane in two.
        var expression = $"^(?:{pattern.Replace("\\u{1F600}", "(?:\U0001F600)", StringComparison.Ordinal)})$";
        Assert.All(Enumerable.Range(0, 40).Select(_ => walk.Write()), text => Assert.Matches(new Regex(expression), text));
    }

    [Fact(Timeout = 120_000)]
    public void Any_value_of_JSON_is_one_where_nothing_is_said()
    {
        var walk = new RandomWalk(new TokenGrammar(Schemas.Grammar("""{"type":"object"}"""), Tokens), Tokenizer, Vocabulary, new Random(43));
        Assert.All(Enumerable.Range(0, 40).Select(_ => walk.Write()), text => System.Text.Json.JsonDocument.Parse(text).Dispose());
    }
}
