using System.Reflection;

namespace SpeculativeDecoding.Tests;

/// <summary>One type in a namespace SpecBundle, even an internal one, would make SpecBundle.LaunchAsync uncompilable in user code.</summary>
public sealed class NamespaceTests
{
    [Fact(Timeout = 30_000)]
    public void No_type_lives_in_a_namespace_that_hides_the_class_SpecBundle()
    {
        var ours = Directory.EnumerateFiles(AppContext.BaseDirectory, "SpecBundle.*.dll")
            .Where(path => !path.EndsWith(".StandIn.dll", StringComparison.Ordinal))
            .Select(path => Assembly.Load(Path.GetFileNameWithoutExtension(path)))
            .ToList();
        var misplaced = ours.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.Split('.')[0] == "SpecBundle")
            .Select(type => type.FullName);

        Assert.True(ours.Count >= 2, "The guard found fewer assemblies than the tests and what they test.");
        Assert.Empty(misplaced);
    }
}
