namespace SpeculativeDecoding.Benchmarks;

/// <summary>What shuts a program in.</summary>
public enum SandboxTool
{
    /// <summary><c>bwrap</c> of the package bubblewrap.</summary>
    Bubblewrap,

    /// <summary><c>unshare</c>, <c>mount</c> and <c>setpriv</c> of util-linux.</summary>
    Unshare,
}
