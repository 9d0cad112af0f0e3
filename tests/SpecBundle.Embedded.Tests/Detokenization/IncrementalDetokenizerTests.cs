using System.Text;
using CsCheck;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class IncrementalDetokenizerTests
{
    private static readonly ByteTokenizer Tokenizer = new();

    [Fact(Timeout = 30_000)]
    public void Text_by_tokens_is_the_text_of_all_tokens() =>
        Gen.String.Sample(text =>
        {
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var detokenizer = new IncrementalDetokenizer(Tokenizer, [], skipSpecialTokens: true);
            var shown = new StringBuilder();
            foreach (var id in Tokenizer.Encode(text))
            {
                var before = detokenizer.Length;
                detokenizer.Append(id);
                shown.Append(detokenizer.TextFrom(before));
                Assert.StartsWith(shown.ToString(), expected, StringComparison.Ordinal);
            }

            detokenizer.Complete();
            Assert.Equal(expected, detokenizer.Text);
        });

    [Fact(Timeout = 30_000)]
    public void Bytes_that_are_no_text_become_what_a_whole_decode_makes_of_them() =>
        Gen.Byte.Array.Sample(bytes =>
        {
            var detokenizer = new IncrementalDetokenizer(Tokenizer, [], skipSpecialTokens: true);
            Array.ForEach(bytes, value => detokenizer.Append(value));
            detokenizer.Complete();
            Assert.Equal(Encoding.UTF8.GetString(bytes), detokenizer.Text);
        });

    [Fact(Timeout = 30_000)]
    public void Special_tokens_are_left_out_unless_they_are_wanted()
    {
        foreach (var (skip, expected) in new[] { (true, "ab"), (false, "a<|bos|>b") })
        {
            var detokenizer = new IncrementalDetokenizer(Tokenizer, [], skip);
            foreach (var id in new[] { 'a', ByteTokenizer.BeginOfText, 'b' })
            {
                detokenizer.Append(id);
            }

            Assert.Equal(expected, detokenizer.Text);
        }
    }

    [Fact(Timeout = 30_000)]
    public void A_beginning_of_a_stop_string_is_known_as_such() =>
        Gen.Select(Gen.Char['a', 'c'].Array[0, 12], Gen.Char['a', 'c'].Array[1, 4]).Sample((written, stop) =>
        {
            var (text, ending) = (new string(written), new string(stop));
            var detokenizer = new IncrementalDetokenizer(Tokenizer, [ending], skipSpecialTokens: true);
            foreach (var id in Tokenizer.Encode(text))
            {
                detokenizer.Append(id);
            }

            var expected = Enumerable.Range(1, ending.Length - 1).Any(length => text.EndsWith(ending[..length], StringComparison.Ordinal));
            Assert.Equal(expected, detokenizer.EndsInsideStop());
        });
}
