namespace SpeculativeDecoding;

/// <summary>
/// A request's id as its caller knows it and as the server does. SGLang aborts every request whose id begins with the one
/// that is named, so the server's ends with a fixed mark: no other id begins with that, whoever made it.
/// </summary>
internal readonly record struct RequestId
{
    /// <summary>What ends every id on the wire. It stands nowhere else in one.</summary>
    public const string EndMark = "#end";

    private const int MostCharacters = 200;

    private RequestId(string caller) => (Caller, Wire) = (caller, caller + EndMark);

    /// <summary>As the caller gave it.</summary>
    public string Caller { get; }

    /// <summary>As the server knows it.</summary>
    public string Wire { get; }

    public static RequestId New() => new(Guid.NewGuid().ToString("N"));

    /// <exception cref="InvalidValueException">No id can be so.</exception>
    public static RequestId Require(string id, string property) =>
        id.Length is 0 or > MostCharacters || id.Any(char.IsControl) || id.Contains(EndMark, StringComparison.Ordinal)
            ? throw new InvalidValueException(property, id, $"an id has 1 to {MostCharacters} characters, no control character and no '{EndMark}'")
            : new RequestId(id);

    /// <summary>What a frame's id is to the caller: the server repeats what it was sent.</summary>
    public string Of(string? told) => told is null || told == Wire ? Caller : told;
}
