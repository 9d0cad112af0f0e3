using System.Reflection;

namespace SpeculativeDecoding.Tests;

/// <summary>A test that hangs is told by its name, and does not hold up all the others.</summary>
public sealed class TimeoutTests
{
    [Fact(Timeout = 30_000)]
    public void Every_test_has_a_limit_to_its_time()
    {
        var tests = typeof(TimeoutTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is not null).ToList();

        Assert.Contains(tests, test => test.Name == nameof(Every_test_has_a_limit_to_its_time));
        Assert.Empty(tests.Where(test => test.GetCustomAttribute<FactAttribute>()!.Timeout <= 0).Select(test => $"{test.DeclaringType!.Name}.{test.Name}"));
    }
}
