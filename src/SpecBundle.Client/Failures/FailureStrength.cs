namespace SpeculativeDecoding;

/// <summary>How much a row's text proves.</summary>
internal enum FailureStrength
{
    /// <summary>It is the cause.</summary>
    Cause,

    /// <summary>It says where something failed and leaves open why: whatever names a cause goes before it.</summary>
    Symptom,

    /// <summary>It tells where SGLang's own code gave up, for want of anything better.</summary>
    Fallback,

    /// <summary>It tells that another process failed: the other's error goes before it, known or not.</summary>
    Consequence,
}
