namespace SpeculativeDecoding;

/// <summary>The Hub does not know the token.</summary>
public sealed class HubTokenInvalidException : HubException
{
    internal HubTokenInvalidException(string repository, string tokenSource)
        : base(repository, $"The Hub does not accept the token of {tokenSource}.", "Make a new one in the settings of your account and set HF_TOKEN, or remove the old one: public repositories need none.") =>
        TokenSource = tokenSource;

    /// <summary>Where the token came from, for example <c>HF_TOKEN</c>. Never the token itself.</summary>
    public string TokenSource { get; }
}
