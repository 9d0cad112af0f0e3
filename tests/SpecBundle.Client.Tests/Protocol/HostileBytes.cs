using System.Text;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Bytes in the shape of what a server sends, spoilt in the ways that break readers.</summary>
internal static class HostileBytes
{
    private static readonly string[] Values =
    [
        "0", "-1", "1.0", "1.5", "1e308", "1e999", "-0", "2147483647", "2147483648", "9223372036854775807", "18446744073709551616", "1e-400", "NaN", "Infinity", "null", "true",
        "[]", "{}", "[[[]]]", "\"\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\u202e\"", "\"x", "[10.5,-11,99999999999]", "[1,[2],{\"a\":3}]", "{\"type\":\"stop\"}", "{\"type\":\"abort\",\"message\":\"m\",\"status_code\":1e9}",
    ];

    private static readonly string[] Names =
    [
        "text", "output_ids", "meta_info", "index", "error", "object", "message", "code", "detail", "finish_reason", "type", "matched", "length", "status_code", "completion_tokens", "prompt_tokens",
        "cached_tokens", "num_retractions", "spec_verify_ct", "spec_accept_length", "spec_accept_rate", "spec_num_correct_drafts", "spec_num_proposed_drafts", "spec_correct_drafts_histogram", "spec_accept_token_num",
        "version", "model_path", "served_model_name", "speculative_algorithm", "speculative_num_steps", "speculative_eagle_topk", "speculative_num_draft_tokens", "max_total_num_tokens", "stream_output", "vocab_size", "\\ud800", "\\u0069d",
    ];

    private static readonly Gen<string> Value = Gen.Int[0, Values.Length - 1].Select(index => Values[index]);
    private static readonly Gen<string> Name = Gen.Int[0, Names.Length - 1].Select(index => Names[index]);

    /// <summary>Objects of known names with values that do not fit them.</summary>
    private static readonly Gen<string> Object =
        Gen.Select(Gen.Select(Name, Value).Array[0, 8], Gen.Select(Name, Value).Array[0, 8], Gen.Bool).Select((fields, meta, hasMeta) =>
            "{" + string.Join(',', fields.Select(Field).Concat(hasMeta ? ["\"meta_info\":{" + string.Join(',', meta.Select(Field)) + "}"] : [])) + "}");

    private static readonly Gen<string> Deep = Gen.Select(Gen.Int[1, 300], Gen.Bool).Select((depth, isObject) =>
        string.Concat(Enumerable.Repeat(isObject ? "{\"a\":" : "[", depth)) + "1" + new string(isObject ? '}' : ']', depth));

    /// <summary>Any of these, or one of <paramref name="real"/>, with some bytes changed, cut out or doubled.</summary>
    public static Gen<byte[]> Like(params string[] real) =>
        Gen.Select(
            Gen.Frequency((3, Object), (1, Deep), (4, Gen.Int[0, real.Length - 1].Select(index => real[index])), (1, Gen.String)),
            Gen.Select(Gen.Int[0, 3], Gen.Double[0, 1], Gen.Int[0, 40], Gen.Byte).Array[0, 4])
        .Select((text, changes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text).ToList();
            foreach (var (kind, where, length, value) in changes)
            {
                var at = (int)(where * bytes.Count);
                var end = Math.Min(bytes.Count, at + length);
                switch (kind)
                {
                    case 0 when at < bytes.Count: bytes[at] = value; break;
                    case 1: bytes.RemoveRange(at, end - at); break;
                    case 2: bytes.InsertRange(at, bytes.GetRange(at, end - at)); break;
                    default: bytes.Insert(at, value); break;
                }
            }

            return bytes.ToArray();
        });

    private static string Field((string Name, string Value) field) => $"\"{field.Name}\":{field.Value}";
}
