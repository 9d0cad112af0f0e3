using System.Text.RegularExpressions;

namespace SpeculativeDecoding.TestHub;

/// <summary>The faults that tests asked for.</summary>
internal sealed class FaultList
{
    private readonly Lock _lock = new();
    private List<Fault> _faults = [];

    public void Set(IEnumerable<Fault> faults)
    {
        lock (_lock)
        {
            _faults = [.. faults];
        }
    }

    /// <summary>The fault of a request, used up by it; null where all is well.</summary>
    public Fault? Take(string where, string method, string path, bool isLook)
    {
        lock (_lock)
        {
            var fault = _faults.FirstOrDefault(candidate =>
                candidate.Where == where && candidate.Times != 0 && (candidate.Method ?? method) == method && (candidate.MeetsLooks || !isLook) && Regex.IsMatch(path, candidate.Path));
            if (fault is { Skip: > 0 })
            {
                fault.Skip--;
                return null;
            }

            if (fault is { Times: > 0 })
            {
                fault.Times--;
            }

            return fault;
        }
    }
}
