using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Templates;

/// <summary>Ends a template that nests too deep before the stack of the process ends.</summary>
internal static class StackGuard
{
    public static void Ensure()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JinjaException("maximum recursion depth exceeded", JinjaErrorKind.Limit);
        }
    }
}
