using System.Reflection;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>All that the page knows.</summary>
internal sealed record DashboardData(IReadOnlyList<PublishedPair> Published)
{
    /// <summary>Each with a name of its own: two of the same name would be taken for one.</summary>
    public required IReadOnlyList<DashboardRun> Runs
    {
        get;
        init
        {
            var named = new List<DashboardRun>();
            foreach (var run in value)
            {
                var name = run.Name;
                for (var number = 2; named.Exists(other => other.Name == name); number++)
                    name = $"{run.Name} ({number})";
                named.Add(run with { Name = name });
            }

            field = named;
        }
    }

    public string PublishedSource { get; } = PublishedResults.Source;

    public string Version { get; } =
        typeof(DashboardData).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
