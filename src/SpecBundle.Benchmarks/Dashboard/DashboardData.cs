using System.Reflection;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>All that the page knows.</summary>
internal sealed record DashboardData(IReadOnlyList<DashboardRun> Runs, IReadOnlyList<PublishedPair> Published)
{
    public string PublishedSource { get; } = PublishedResults.Source;

    public string Version { get; } =
        typeof(DashboardData).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
