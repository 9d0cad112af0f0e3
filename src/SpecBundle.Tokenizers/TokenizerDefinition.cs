namespace SpeculativeDecoding;

/// <summary>What the files of a tokenizer say: a byte-level vocabulary, how pieces merge, and how text falls into pieces.</summary>
internal sealed record TokenizerDefinition
{
    /// <summary>The file that says it, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>The bytes of each trained token, by its id.</summary>
    public required IReadOnlyDictionary<int, byte[]> Tokens { get; init; }

    /// <summary>Entries of the vocabulary that are not written in the byte alphabet: no text becomes them, they have one all the same.</summary>
    public IReadOnlyDictionary<int, string> UnreachableTokens { get; init; } = new Dictionary<int, string>();

    /// <summary>The merges, the strongest first, in the byte alphabet; null where whatever is in the vocabulary merges, the lowest id first.</summary>
    public IReadOnlyList<(string Left, string Right)>? Merges { get; init; }

    /// <summary>A piece that is a token as a whole is that token, whatever its merges would give. Without a list of merges it is so anyway.</summary>
    public bool WholePiecesFirst { get; init; }

    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Regular expressions of the model's own dialect, applied one after the other.</summary>
    public required IReadOnlyList<Split> Splits { get; init; }

    /// <summary>Text is brought to Unicode's normal form C first.</summary>
    public bool NormalizesToFormC { get; init; }

    /// <summary>Whether the files name the special tokens; where they do not, what a chat template writes can't be read.</summary>
    public bool KnowsSpecialTokens { get; init; } = true;

    /// <summary>Where the result is known to differ from the reference, or may.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];
}

/// <summary>A token besides the trained vocabulary.</summary>
/// <param name="Content">How it is written.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Whether it steers the model; text of users must not become one.</param>
/// <param name="IsNormalized">Whether it is looked for in the normalized text; otherwise it is found before anything is normalized.</param>
internal sealed record AddedToken(string Content, int Id, bool IsSpecial, bool IsNormalized);
