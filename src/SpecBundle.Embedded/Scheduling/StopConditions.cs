using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>Whether a token ends its request.</summary>
internal sealed class StopConditions
{
    private readonly EngineSampling _sampling;
    private readonly ITextTokenizer _tokenizer;
    private readonly HashSet<int> _eos;
    private readonly HashSet<int> _stopTokens;
    private readonly (string Text, byte[] Bytes)[] _strings;
    private readonly int _longest;
    private readonly int _maximum;

    public StopConditions(EngineSampling sampling, ITextTokenizer tokenizer, IReadOnlyList<int> eos, int maximum)
    {
        (_sampling, _tokenizer, _maximum) = (sampling, tokenizer, maximum);
        _eos = sampling.IgnoreEos && sampling.Grammar is null ? [] : [.. eos];
        _stopTokens = [.. sampling.StopTokenIds];
        _strings = [.. sampling.Stop.Where(text => text.Length > 0).Select(text => (text, Encoding.UTF8.GetBytes(text)))];
        _longest = _strings.Length == 0 ? 0 : _strings.Max(entry => entry.Bytes.Length);
    }

    /// <summary>The tokens that may not come before the minimum length.</summary>
    public IReadOnlyCollection<int> Tokens => [.. _eos.Union(_stopTokens)];

    /// <summary>Looks at the last of the tokens written so far; the length limit counts first, as in SGLang.</summary>
    /// <remarks>The end token of an answer with a grammar ends it whatever else is asked for: nothing could follow.</remarks>
    public EngineFinish? Check(List<int> tokens, int promptLength)
    {
        var written = tokens.Count - promptLength;
        if (written >= _maximum)
        {
            return new EngineFinish(EngineFinishKind.Length);
        }

        var token = tokens[^1];
        if (_sampling.Grammar?.IsEnd(token) == true || (written >= _sampling.MinNewTokens && (_eos.Contains(token) || _stopTokens.Contains(token))))
        {
            return new EngineFinish(EngineFinishKind.Stop, MatchedToken: token);
        }

        return _strings.Length > 0 ? CheckStrings(tokens, promptLength) : null;
    }

    private EngineFinish? CheckStrings(List<int> tokens, int promptLength)
    {
        // A token has a byte at least, so the tail that can hold a new match is no longer than the longest string.
        var start = Math.Max(promptLength, tokens.Count - _longest - 1);
        var tail = new List<byte>();
        for (var i = start; i < tokens.Count; i++)
        {
            if (!_tokenizer.IsSpecial(tokens[i]))
            {
                tail.AddRange(_tokenizer.TokenBytes(tokens[i]));
            }
        }

        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tail);
        foreach (var (text, wanted) in _strings)
        {
            if (bytes.IndexOf(wanted) >= 0)
            {
                return new EngineFinish(EngineFinishKind.Stop, MatchedString: text);
            }
        }

        return null;
    }
}
