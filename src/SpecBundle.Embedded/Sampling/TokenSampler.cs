namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Chooses a token from logits. The draw of each output position depends on the seed and the position alone, so
/// a verify step that walks along drafts makes the same choices that plain decoding makes one by one.
/// </summary>
internal sealed class TokenSampler
{
    private readonly double[] _weights;
    private readonly int[] _order;

    public TokenSampler(int vocabulary) => (_weights, _order) = (new double[vocabulary], new int[vocabulary]);

    /// <summary>The token at an output position; 0 is the first token of the answer.</summary>
    public int Choose(ReadOnlySpan<float> logits, EngineSampling sampling, TokenHistory history, ulong seed, int position)
    {
        var plain = !TokenHistory.Applies(sampling, position);
        if (plain && (sampling.Temperature == 0 || sampling.TopK == 1))
        {
            return Elementwise.ArgMax(logits);
        }

        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = logits[i];
        }

        if (!plain)
        {
            history.Penalise(_weights, sampling, position);
        }

        if (sampling.Temperature == 0 || sampling.TopK == 1)
        {
            return ArgMax(_weights);
        }

        var total = Exponentiate(sampling.Temperature);
        return sampling is { TopK: <= 0, TopP: >= 1, MinP: <= 0 }
            ? DrawFromAll(SeededDraw.At(seed, position) * total)
            : DrawFromFiltered(sampling, SeededDraw.At(seed, position));
    }

    private static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    private double Exponentiate(double temperature)
    {
        var highest = _weights[ArgMax(_weights)];
        var total = 0.0;
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = Math.Exp((_weights[i] - highest) / temperature);
            total += _weights[i];
        }

        return total;
    }

    private int DrawFromAll(double mark)
    {
        var last = 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            if (_weights[i] <= 0)
            {
                continue;
            }

            last = i;
            mark -= _weights[i];
            if (mark < 0)
            {
                return i;
            }
        }

        return last;
    }

    /// <summary>Top-k, then top-p, then min-p, as SGLang orders them; what remains is drawn in proportion.</summary>
    private int DrawFromFiltered(EngineSampling sampling, double draw)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        // Greatest weight first, the lower id first among equals.
        Array.Sort(_order, (left, right) => _weights[left] != _weights[right] ? _weights[right].CompareTo(_weights[left]) : left.CompareTo(right));
        var kept = sampling.TopK > 0 ? Math.Min(sampling.TopK, _order.Length) : _order.Length;
        var among = 0.0;
        for (var i = 0; i < kept; i++)
        {
            among += _weights[_order[i]];
        }

        kept = NucleusSize(kept, sampling.TopP * among);
        var floor = sampling.MinP * _weights[_order[0]];
        var mass = 0.0;
        var count = 0;
        while (count < kept && _weights[_order[count]] > 0 && (count == 0 || _weights[_order[count]] >= floor))
        {
            mass += _weights[_order[count++]];
        }

        var mark = draw * mass;
        for (var i = 0; i < count; i++)
        {
            mark -= _weights[_order[i]];
            if (mark < 0)
            {
                return _order[i];
            }
        }

        return _order[Math.Max(count - 1, 0)];
    }

    private int NucleusSize(int kept, double mass)
    {
        var sum = 0.0;
        for (var i = 0; i < kept; i++)
        {
            sum += _weights[_order[i]];
            if (sum >= mass)
            {
                return i + 1;
            }
        }

        return kept;
    }
}
