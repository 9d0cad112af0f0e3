using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class SchemaGrammarTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["b"]}""", """{"b":""}|{"a":1,"b":"x"}|{"a": -12, "b": "\u00e9\ud83d\ude00 é🙂\/"}""", """{}|{"a":1}|{"b":"x","a":1}|{"a":01,"b":""}|{"a":1,,"b":""}|{"b":"","c":1}|{ "b":""}|{"b":"\ud83d"}|{"b":"x}|{"b":"\x"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"}}}""", """{}|{"a":null}""", """{"a":null,}|{"b":null}""")]
    [InlineData("""{"type":"object","properties":{"ab":{"type":"null"}},"additionalProperties":{"type":"boolean"}}""", """{}|{"a":true}|{"ab":null,"abc":false,"":true}|{"b\u0061":true}""", """{"ab":true}|{"ab":null,"ab":true}|{"\u0061b":true}|{"a\u0062":true}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"null"},"minProperties":1,"maxProperties":2}""", """{"a":null}|{"a":null,"b":null}""", """{}|{"a":null,"b":null,"c":null}""")]
    [InlineData("""{"type":"array","items":{"type":"boolean"},"minItems":1,"maxItems":3}""", "[true]|[true,false]|[true, false, true]", "[]|[true,]|[true,true,true,true]|[1]|[true  ,true]")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"const":1}],"items":{"const":2},"minItems":1}""", "[null]|[null,1]|[null,1,2,2]", "[]|[1]|[null,2]|[null,1,1]")]
    [InlineData("""{"prefixItems":[{"const":1}]}""", "[]|[1]", "[1,1]|[2]")]
    [InlineData("""{"type":"array","items":false}""", "[]", "[1]")]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":112}""", "-5|-1|0|7|99|100|112", "-6|-0|00|113|200|1000|5.0")]
    [InlineData("""{"type":"integer","exclusiveMinimum":9.5,"exclusiveMaximum":1.2e1}""", "10|11", "9|12|1|100")]
    [InlineData("""{"type":"integer","minimum":99}""", "99|100|999999999999999", "98|9|-99|0")]
    [InlineData("""{"type":"integer","maximum":-18446744073709551616}""", "-18446744073709551616|-18446744073709551617", "-18446744073709551615|0|-1")]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "0|0.5|1|1.0|0.0|0.999", "1.1|2|-0|-0.5|1.0000001|0.|.5|1e0")]
    [InlineData("""{"type":"number","exclusiveMinimum":-1.25,"exclusiveMaximum":10.5}""", "-1.249|-1|-0.9|0|10|10.49|9.9999", "-1.25|-1.250|-1.3|10.5|10.500|10.51|11")]
    [InlineData("""{"type":"number"}""", "0|-1.5|2e10|3.25E-7|-0.0", "01|1.|+1|1e|.5|1e999")]
    [InlineData("""{"type":["null","boolean"]}""", "null|true|false", "nul|0|nulltrue")]
    [InlineData("""{"enum":["a","a\"b",1,null,{"k":[1,"x"]}]}""", """ "a"|"a\"b"|1|null|{"k":[1,"x"]}|{"k": [1, "x"]}""", """ "b"|2|{"k":[1]}|a""")]
    [InlineData("""{"type":"string","enum":["a",1]}""", "\"a\"", "1")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", """ "ab"|"abc"|"é🙂"|"\n\u00e9"|"\ud83d\ude00x\\" """, """ "a"|"abcd"|"\ud83d\ude00"|"é" """)]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}\\d+$"}""", "\"AB1\"|\"ZZ987\"", "\"A1\"|\"AB\"|\"AB1x\"|\"xAB1\"")]
    [InlineData("""{"type":"string","pattern":"b|^c"}""", "\"abc\"|\"b\"|\"cat\"", "\"ac\"|\"\"")]
    [InlineData("""{"type":"string","pattern":"^(x\\\\|\"|\\n)$"}""", """ "x\\"|"\""|"\n" """, """ "x\"|"" """)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-28\"|\"1999-12-31\"", "\"2024-02-30\"|\"2024-13-01\"|\"24-01-01\"")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string","maxLength":1}]}""", "12|\"a\"", "true|\"ab\"")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"null"}]}""", "12|null", "\"a\"")]
    [InlineData("""{"allOf":[{"type":"null"}]}""", "null", "1")]
    [InlineData("""{"$ref":"#/$defs/list","$defs":{"list":{"type":"object","properties":{"next":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/list"}]}},"required":["next"]}}}""", """{"next":null}|{"next":{"next":{"next":null}}}""", """{}|{"next":{}}|{"next":null}}""")]
    [InlineData("""{"type":"array","items":{"$ref":"#"}}""", "[]|[[],[[]]]", "[|[1]|]")]
    [InlineData("true", """1|"x"|{"a":[null,{}]}|[[],{}]""", "{|[1,]|nul")]
    [InlineData("""{"type":"object"}""", """{}|{"a":{"b":1}}""", "1|[]")]
    public void What_a_schema_allows_is_followed_to_the_byte(string schema, string allowed, string refused)
    {
        var grammar = Schemas.Grammar(schema);

        Assert.All(allowed.Split('|'), text => Assert.True(Schemas.Allows(grammar, text.Trim(' ')), text));
        Assert.All(refused.Split('|'), text => Assert.False(Schemas.Allows(grammar, text.Trim(' ')), text));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","uniqueItems":true}}}""", "uniqueItems at #/properties/a")]
    [InlineData("""{"type":"number","multipleOf":0.5}""", "multipleOf at #")]
    [InlineData("""{"type":"string","pattern":"(?=a)b"}""", "pattern at #")]
    [InlineData("""{"type":"string","pattern":"(?<!a)b"}""", "a look behind")]
    [InlineData("""{"type":"string","pattern":"\\bword"}""", "a word border")]
    [InlineData("""{"type":"string","pattern":"(a)\\1"}""", "a reference back")]
    [InlineData("""{"type":"string","pattern":"\\p{L}"}""", "a Unicode property")]
    [InlineData("""{"type":"string","pattern":"a^b"}""", "anchor")]
    [InlineData("""{"type":"string","pattern":"a**"}""", "belongs to nothing")]
    [InlineData("""{"type":"string","pattern":"^a+$","maxLength":5}""", "maxLength at #")]
    [InlineData("""{"type":"string","format":"ipv6"}""", "ipv6 is none of")]
    [InlineData("""{"patternProperties":{"a":{}}}""", "patternProperties at #")]
    [InlineData("""{"not":{"type":"null"}}""", "not at #")]
    [InlineData("""{"if":{},"then":{}}""", "if at #")]
    [InlineData("""{"type":"object","propertyNames":{}}""", "propertyNames at #")]
    [InlineData("""{"type":"object","minProperties":2}""", "minProperties at #")]
    [InlineData("""{"allOf":[{"type":"null"},{"type":"integer"}]}""", "allOf at #")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "oneOf at #")]
    [InlineData("""{"anyOf":[{"type":"null"}],"minimum":1}""", "minimum at #")]
    [InlineData("""{"$ref":"https://example.org/x"}""", "$ref at #")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "is not there")]
    [InlineData("""{"items":{"unknownWord":1}}""", "unknownWord at #/items")]
    [InlineData("""{"type":"thing"}""", "type at #")]
    [InlineData("""{"type":"string","minLength":3,"maxLength":2}""", "no value at all")]
    [InlineData("""{"type":"array","minItems":3,"maxItems":2}""", "no value at all")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""", "no value at all")]
    [InlineData("""{"$ref":"#"}""", "no value at all")]
    [InlineData("""{"properties":{"a":{"$ref":"#"}},"required":["a"]}""", "no value at all")]
    [InlineData("""{"enum":[]}""", "no value at all")]
    [InlineData("false", "no value at all")]
    [InlineData("5", "no schema")]
    [InlineData("{", "no JSON")]
    [InlineData("""{"const":"\ud800"}""", "surrogate")]
    public void What_cannot_be_followed_is_named_with_its_place(string schema, string named) =>
        Assert.Contains(named, Assert.Throws<GrammarException>(() => Schemas.Grammar(schema)).Message, StringComparison.Ordinal);

    [Theory(Timeout = 60_000)]
    [InlineData("((a?){1000}){1000}")]
    [InlineData("((a|b|ab)*)*c")]
    [InlineData("(.*x){0,50}")]
    [InlineData("(.{0,100}b){0,100}")]
    [InlineData("(.{0,14}b){0,14}")]
    [InlineData("(((.{0,9}b?){0,9}){0,9}c){5}")]
    public void A_pattern_made_to_explode_ends_early_and_costs_little(string pattern)
    {
        var tokens = new TokenVocabulary(HuggingFaceTokenizer.Load(TinyPair.Target), 4096, [2]);
        var before = Environment.CpuUsage.TotalTime;
        try
        {
            var grammar = new TokenGrammar(GrammarSource.Regex(pattern).Write(), tokens);
            var state = grammar.Start;
            for (var i = 0; i < 20 && !state.IsDead; i++)
            {
                grammar.Mask(state);
                state = state.Advance("ab"u8);
            }
        }
        catch (GrammarException)
        {
            // Refused from the first: just as well.
        }

        Assert.InRange((Environment.CpuUsage.TotalTime - before).TotalSeconds, 0, 20);
    }

    [Fact(Timeout = 60_000)]
    public void A_schema_too_large_is_refused()
    {
        var schema = $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"value number {i}\""))}}]}""";
        Assert.Contains("ask for less", Assert.Throws<GrammarException>(() => Schemas.Grammar(schema)).Message, StringComparison.Ordinal);
    }
}
