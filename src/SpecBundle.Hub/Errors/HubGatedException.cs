namespace SpeculativeDecoding;

/// <summary>The repository is gated: its licence must be accepted, by the account of the token.</summary>
public sealed class HubGatedException : HubException
{
    internal HubGatedException(string repository, Uri licencePage, bool hasToken)
        : base(
            repository,
            hasToken
                ? $"{repository} is gated, and the account of this token may not read it yet."
                : $"{repository} is gated, and no token was sent.",
            $"Accept the licence at {licencePage}" + (hasToken ? "; where approval is manual, wait for it." : ", then set HF_TOKEN to a token of that account.")) =>
        (LicencePage, HasToken) = (licencePage, hasToken);

    /// <summary>The page where the licence is accepted.</summary>
    public Uri LicencePage { get; }

    /// <summary>Whether a token was sent.</summary>
    public bool HasToken { get; }
}
