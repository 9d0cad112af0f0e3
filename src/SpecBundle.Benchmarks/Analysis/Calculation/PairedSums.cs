namespace SpeculativeDecoding.Benchmarks;

/// <summary>Sums of two figures in each of two cells, prompt by prompt.</summary>
internal sealed class PairedSums
{
    private readonly List<double>[] _columns = [[], [], [], []];

    public int Requests { get; private set; }

    public int Prompts => _columns[0].Count;

    public void Add(int requests, double left, double right, double otherLeft, double otherRight)
    {
        Requests += requests;
        _columns[0].Add(left);
        _columns[1].Add(right);
        _columns[2].Add(otherLeft);
        _columns[3].Add(otherRight);
    }

    /// <summary>Σ left / Σ right.</summary>
    public double Ratio => _columns[0].Sum() / _columns[1].Sum();

    /// <summary>Σ left / Σ right of the other cell.</summary>
    public double OtherRatio => _columns[2].Sum() / _columns[3].Sum();

    /// <summary>(Σ left / Σ right) / (Σ other left / Σ other right).</summary>
    public LogOfSums RatioOfRatios() => LogOfSums.PairedRatio([.. _columns[0]], [.. _columns[1]], [.. _columns[2]], [.. _columns[3]]);

    /// <summary>The same for each prompt by itself, averaged on the log scale.</summary>
    public MeanOfLogs MeanOfPromptRatios() => new(
        [.. Enumerable.Range(0, Prompts).Select(prompt => Math.Log(_columns[0][prompt] / _columns[1][prompt] / (_columns[2][prompt] / _columns[3][prompt])))]);
}
