using Xunit.v3;

namespace SpeculativeDecoding.Tests;

/// <summary>Marks what <see cref="Soak"/> makes longer: <c>--filter-trait Form=Long</c> runs these alone.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class LongFormAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Form", "Long")];
}
