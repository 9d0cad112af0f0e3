namespace SpeculativeDecoding;

/// <summary>A reason why no launch plan can be made.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record PlanProblem(string Message, string Remedy)
{
    /// <summary>The message and the remedy.</summary>
    /// <returns>Both, in two sentences.</returns>
    public override string ToString() => $"{Message} {Remedy}";
}
