using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// Rewrites a regular expression of the tokenizers' dialects for .NET, which refuses some of it and silently reads some
/// of it otherwise: possessive quantifiers, the script Han, and intersections with a negated class.
/// </summary>
internal static partial class PatternTranslation
{
    /// <summary>How a pattern asks for the script Han.</summary>
    public const string HanScript = @"\p{Han}";

    /// <summary>No released model has a longer one, in characters.</summary>
    private const int LongestPattern = 20_000;

    /// <summary>For one match. What takes longer tries the same again and again.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The script Han within the basic plane; characters beyond it are stood for by one of these (see <see cref="TextShadow"/>).</summary>
    private const string Han =
        @"\u2E80-\u2E99\u2E9B-\u2EF3\u2F00-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFA6D\uFA70-\uFAD9";

    public static Regex Translate(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            throw new FormatException($"a pattern of {pattern.Length} characters is longer than {LongestPattern}");
        }

        // The intersection with "all but X" is a subtraction of X, the only one that released models use.
        var rewritten = Intersection().Replace(pattern, @"-[$1]]");
        if (rewritten.Contains("&&", StringComparison.Ordinal))
        {
            throw new FormatException($"the pattern {pattern} intersects classes in a way that is not understood");
        }

        return new Regex(Atomic(rewritten), RegexOptions.CultureInvariant, MatchTimeout);
    }

    /// <summary>Possessive quantifiers become atomic groups around what they repeat.</summary>
    private static string Atomic(string pattern)
    {
        var output = new StringBuilder();
        var groups = new Stack<int>();
        var atom = 0;
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c is '?' or '*' or '+' or '{' && QuantifierAt(pattern, i) is { Length: > 0 } quantifier)
            {
                output.Append(quantifier);
                i += quantifier.Length;
                if (i < pattern.Length && pattern[i] == '+')
                {
                    output.Insert(atom, "(?>").Append(')');
                    i++;
                }

                continue;
            }

            if (c == ')')
            {
                output.Append(c);
                atom = groups.TryPop(out var begin) ? begin : throw new FormatException($"the pattern {pattern} closes a group that it did not open");
                i++;
                continue;
            }

            atom = output.Length;
            var length = c switch
            {
                '\\' => EscapeLength(pattern, i),
                '[' => ClassLength(pattern, i),
                '(' => GroupHead(pattern, i),
                _ => 1,
            };
            if (c == '(')
            {
                groups.Push(atom);
            }

            // Within a class the ranges alone; by itself the script is a class.
            var atomText = pattern.Substring(i, length);
            output.Append(atomText == HanScript ? $"[{Han}]" : atomText.Replace(HanScript, Han, StringComparison.Ordinal));
            i += length;
        }

        return output.ToString();
    }

    private static string QuantifierAt(string pattern, int i) => Quantifier().Match(pattern, i) is { Success: true } match && match.Index == i ? match.Value : "";

    private static int EscapeLength(string pattern, int i) =>
        i + 2 < pattern.Length && pattern[i + 1] is 'p' or 'P' && pattern[i + 2] == '{' ? pattern.IndexOf('}', i) - i + 1 : Math.Min(2, pattern.Length - i);

    private static int ClassLength(string pattern, int i)
    {
        var depth = 0;
        for (var j = i; j < pattern.Length; j++)
        {
            if (pattern[j] == '\\')
            {
                j++;
            }
            else if (pattern[j] == '[')
            {
                depth++;
            }
            else if (pattern[j] == ']' && --depth == 0)
            {
                return j - i + 1;
            }
        }

        throw new FormatException($"the pattern {pattern} has a class without an end");
    }

    private static int GroupHead(string pattern, int i) => GroupStart().Match(pattern, i) is { Success: true } match && match.Index == i ? match.Length : 1;

    [GeneratedRegex(@"&&\[\^((?:[^\[\]\\]|\\p\{\w+\}|\\.)+)\]\]")]
    private static partial Regex Intersection();

    [GeneratedRegex(@"[?*+]|\{\d+(?:,\d*)?\}")]
    private static partial Regex Quantifier();

    [GeneratedRegex(@"\(\?(?:[imsx-]*[:)]|[=!>:]|<[=!])")]
    private static partial Regex GroupStart();
}
