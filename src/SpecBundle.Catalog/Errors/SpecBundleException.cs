namespace SpeculativeDecoding;

/// <summary>The base of every error this library reports: what happened, and what to do about it.</summary>
public abstract class SpecBundleException : Exception
{
    private protected SpecBundleException(string message, string? hint, Exception? innerException = null)
        : base(Printable.Lines(message), innerException) => Hint = hint is null ? null : Printable.Lines(hint);

    /// <summary>What to do about it, in one or two sentences; null where nothing better than the message is known.</summary>
    public string? Hint { get; }

    /// <summary>Further evidence for <see cref="ToString"/>, for example the end of a log; null where there is none.</summary>
    internal virtual string? Evidence => null;

    /// <summary>What happened, what to do, the evidence, and where: an error that nobody catches says all of it.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() =>
        string.Join(Environment.NewLine, new[] { $"{GetType().FullName}: {Message}", Hint, Evidence, InnerException?.ToString(), StackTrace }.Where(part => !string.IsNullOrEmpty(part)));
}
