namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Chooses a token from logits. The draw of each output position depends on the seed and the position alone, so
/// a verify step that walks along drafts makes the same choices that plain decoding makes one by one.
/// </summary>
internal sealed unsafe class TokenSampler
{
    // What lies below this part of the highest weight is sorted only if the filters reach down to it.
    private const double Negligible = 1e-4;
    private readonly double[] _weights;
    private readonly double[] _keys;
    private readonly int[] _order;

    public TokenSampler(int vocabulary) => (_weights, _keys, _order) = (new double[vocabulary], new double[vocabulary], new int[vocabulary]);

    /// <summary>The token at an output position; 0 is the first token of the answer.</summary>
    /// <remarks>With a mask the choice is made among the tokens that it allows, of which there must be one, as if there were no others.</remarks>
    public int Choose(ReadOnlySpan<float> logits, EngineSampling sampling, TokenHistory history, ulong seed, int position, TokenMask? mask = null)
    {
        var changed = TokenHistory.Applies(sampling, position);
        var greedy = sampling.Temperature == 0 || sampling.TopK == 1;
        if (mask?.Count == 1 || (greedy && !changed))
        {
            if (mask is not null)
            {
                return mask.ArgMax(logits);
            }

            fixed (float* values = logits)
            {
                return Elementwise.ArgMax(values, logits.Length);
            }
        }

        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = mask?.Allows(i) == false ? double.NegativeInfinity : logits[i];
        }

        if (changed)
        {
            history.Penalise(_weights, sampling, position);
        }

        var best = ArgMax(_weights);
        if (mask is not null && !(_weights[best] > double.NegativeInfinity))
        {
            // What the grammar leaves counts before the minimum length, which forbids all of it.
            return mask.ArgMax(logits);
        }

        // Nothing can be drawn where no token is possible, or one is beyond all measure: a penalty may do either.
        if (greedy || !double.IsFinite(_weights[best]))
        {
            return best;
        }

        var total = Exponentiate(_weights[best], sampling.Temperature);
        var draw = SeededDraw.At(seed, position);
        return sampling is { TopK: <= 0, TopP: >= 1, MinP: <= 0 } ? DrawFromAll(draw * total) : DrawFromFiltered(sampling, total, draw);
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

    /// <summary>Turns logits into weights; the highest is 1.</summary>
    private double Exponentiate(double highest, double temperature)
    {
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
            if (_weights[i] > 0)
            {
                last = i;
                mark -= _weights[i];
                if (mark < 0)
                {
                    return i;
                }
            }
        }

        return last;
    }

    /// <summary>Top-k, top-p and min-p together, as SGLang's PyTorch sampler does: each keeps a number of the best, and the smallest number counts.</summary>
    private int DrawFromFiltered(EngineSampling sampling, double total, double draw)
    {
        if (!TryKeep(sampling, total, Sort(Negligible), out var kept, out var mass))
        {
            TryKeep(sampling, total, Sort(0), out kept, out mass);
        }

        var mark = draw * mass;
        for (var i = 0; i < kept; i++)
        {
            mark -= _weights[_order[i]];
            if (mark < 0)
            {
                return _order[i];
            }
        }

        return _order[kept - 1];
    }

    /// <summary>Counts the best tokens that pass all filters.</summary>
    /// <returns>False when the sorted ones ran out before a filter ended it.</returns>
    private bool TryKeep(EngineSampling sampling, double total, int sorted, out int kept, out double mass)
    {
        var most = sampling.TopK > 0 ? sampling.TopK : int.MaxValue;
        mass = 0;
        for (kept = 0; kept < sorted; kept++)
        {
            var weight = _weights[_order[kept]];
            if (kept == most || mass > sampling.TopP * total || weight < sampling.MinP)
            {
                return true;
            }

            mass += weight;
        }

        return false;
    }

    /// <summary>Orders the tokens above a weight, the greatest first, the lower id first among equals.</summary>
    private int Sort(double threshold)
    {
        var count = 0;
        for (var token = 0; token < _weights.Length; token++)
        {
            if (_weights[token] > threshold)
            {
                _keys[count] = -_weights[token];
                _order[count++] = token;
            }
        }

        Array.Sort(_keys, _order, 0, count);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && _keys[end] == _keys[start])
            {
                end++;
            }

            Array.Sort(_order, start, end - start);
            start = end;
        }

        return count;
    }
}
