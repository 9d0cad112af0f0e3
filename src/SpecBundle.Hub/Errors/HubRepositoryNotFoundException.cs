namespace SpeculativeDecoding;

/// <summary>The repository does not exist, or is private: to those who may not read it the Hub answers alike.</summary>
public sealed class HubRepositoryNotFoundException : HubException
{
    internal HubRepositoryNotFoundException(string repository, bool hasToken)
        : base(
            repository,
            $"The Hub knows no {repository}, or does not show it" + (hasToken ? " to this token." : " without a token."),
            "Check the spelling; a private repository needs HF_TOKEN of an account that may read it.") => HasToken = hasToken;

    /// <summary>Whether a token was sent.</summary>
    public bool HasToken { get; }
}
