namespace SpeculativeDecoding.Tests;

/// <summary>
/// Traffic whose true figures are known in closed form. Prompts differ in the logarithms of their answer's length, of
/// their accept length (±50 %: two standard deviations of 0.25), of the speed of a plain step and of what a verify step costs;
/// the four are jointly normal, so that every mean of a product is exp(mean + variance / 2). Answers are skewed (one in a
/// hundred is over six times the median) and longer ones are accepted better, as code is.
/// </summary>
internal sealed class SimulatedTraffic(int seed)
{
    private const double LengthMean = 5.3;
    private const double LengthSpread = 0.8;
    private const double AcceptMean = 0.85;
    private const double AcceptSpread = 0.25;
    private const double Correlation = 0.4;
    private const double PlainMean = -4.6;
    private const double PlainSpread = 0.15;
    private const double CostSpread = 0.1;

    private readonly Random _random = new(seed);

    /// <summary>Mean logarithm of what a verify step costs, in plain steps.</summary>
    public double CostMean { get; init; } = 0.3;

    public static double AcceptLength => Math.Exp(Length - Moment(LengthMean - AcceptMean, Square(LengthSpread - (Correlation * AcceptSpread)) + Square(Rest)));

    /// <summary>Tokens a second of the run with draft: Σ tokens / Σ seconds.</summary>
    public double Throughput => Math.Exp(Length - DraftSeconds);

    /// <summary>The ratio of both runs' throughputs.</summary>
    public double OverallSpeedup => Math.Exp(Moment(LengthMean + PlainMean, Square(LengthSpread) + Square(PlainSpread)) - DraftSeconds);

    /// <summary>The typical prompt's speedup: the geometric mean.</summary>
    public double TypicalSpeedup => Math.Exp(AcceptMean - CostMean);

    private static double Rest => AcceptSpread * Math.Sqrt(1 - Square(Correlation));

    private static double Length => Moment(LengthMean, Square(LengthSpread));

    private double DraftSeconds =>
        Moment(LengthMean - AcceptMean + PlainMean + CostMean, Square(LengthSpread - (Correlation * AcceptSpread)) + Square(Rest) + Square(PlainSpread) + Square(CostSpread));

    /// <summary>Draws prompts: tokens and verify steps are whole numbers whose means are the continuous ones.</summary>
    public Sample Draw(int prompts)
    {
        var sample = new Sample(new double[prompts], new double[prompts], new double[prompts], new double[prompts]);
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            var shared = Normal();
            var tokens = Math.Exp(LengthMean + (LengthSpread * shared));
            var accept = Math.Exp(AcceptMean + (AcceptSpread * Correlation * shared) + (Rest * Normal()));
            var plain = Math.Exp(PlainMean + (PlainSpread * Normal()));
            sample.Tokens[prompt] = Whole(tokens);
            sample.Steps[prompt] = Whole(tokens / accept);
            sample.PlainSeconds[prompt] = tokens * plain;
            sample.DraftSeconds[prompt] = tokens / accept * plain * Math.Exp(CostMean + (CostSpread * Normal()));
        }

        return sample;
    }

    /// <summary>A draft position: the prompts' shares are Beta(4, 1), whose mean is 0.8; their numbers of steps are skewed.</summary>
    public (double[] Accepted, double[] Reached) DrawPosition(int prompts)
    {
        var (accepted, reached) = (new double[prompts], new double[prompts]);
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            var share = Math.Pow(_random.NextDouble(), 0.25);
            reached[prompt] = 1 + Whole(Math.Exp(3.5 + (0.7 * Normal())));
            for (var step = 0; step < reached[prompt]; step++)
            {
                accepted[prompt] += _random.NextDouble() < share ? 1 : 0;
            }
        }

        return (accepted, reached);
    }

    private static double Moment(double mean, double variance) => mean + (variance / 2);

    private static double Square(double value) => value * value;

    private double Whole(double value) => Math.Floor(value + _random.NextDouble());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public sealed record Sample(double[] Tokens, double[] Steps, double[] PlainSeconds, double[] DraftSeconds);
}
