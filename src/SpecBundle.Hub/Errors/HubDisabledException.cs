namespace SpeculativeDecoding;

/// <summary>The Hub has disabled the repository.</summary>
public sealed class HubDisabledException : HubException
{
    internal HubDisabledException(string repository)
        : base(repository, $"Access to {repository} is disabled on the Hub.", "Its page may say why; choose another repository.")
    {
    }
}
