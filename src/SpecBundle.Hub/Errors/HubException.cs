namespace SpeculativeDecoding;

/// <summary>The Hub refused, or could not be asked. Each reason is a type of its own, with the way out in <see cref="SpecBundleException.Hint"/>.</summary>
public abstract class HubException : SpecBundleException
{
    private protected HubException(string repository, string message, string hint, Exception? innerException = null)
        : base(message, hint, innerException) => Repository = repository;

    /// <summary>The repository that was asked for, for example <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</summary>
    public string Repository { get; }
}
