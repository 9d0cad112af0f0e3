using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>The forward passes of a step over many sequences: prefill, draft, verify, and the draft's catching up.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly LlamaTarget _target;
    private readonly Eagle3Draft? _draft;
    private readonly EngineOptions _options;
    private readonly SlotPool _pool;
    private readonly TokenSampler _sampler;
    private readonly RowBatch _rows;
    private readonly RowBatch _draftRows;
    private readonly List<int> _selected = [];
    private readonly List<int> _taken = [];

    public ModelRunner(LlamaTarget target, Eagle3Draft? draft, EngineOptions options, SlotPool pool, int rowCapacity)
    {
        (_target, _draft, _options, _pool) = (target, draft, options, pool);
        _sampler = new TokenSampler(target.Configuration.VocabularySize);
        _rows = new RowBatch(rowCapacity);
        _draftRows = new RowBatch(rowCapacity);
        Drafting = draft is null ? null : new DraftPass(draft, options, pool, _draftRows);
    }

    /// <summary>Draft tokens proposed in a verify step, the root left out.</summary>
    public int ProposedPerStep => _draft is null ? 0 : _options.NumDraftTokens - 1;

    private DraftPass? Drafting { get; }

    /// <summary>Computes the next part of each prompt, at most the rows of a batch; a prompt that is done gets its first token.</summary>
    /// <returns>The sequences whose prompt is done.</returns>
    public List<Sequence> Prefill(IReadOnlyList<Sequence> sequences)
    {
        var parts = FillPrompts(sequences);
        SelectLast(parts);
        _target.Forward(_rows, CollectionsMarshal.AsSpan(_selected));
        var ready = new List<Sequence>();
        for (int i = 0, selected = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part.End == part.Sequence.PromptLength)
            {
                ready.Add(part.Sequence);
                _taken.Clear();
                part.Sequence.Append(Choose(part.Sequence, selected++), _taken);
                part.Sequence.Emit([.. _taken], ProposedPerStep);
            }
        }

        Drafting?.Extend(_target, parts);
        return ready;
    }

    /// <summary>One step of every sequence: its drafts verified, or without a draft its next token.</summary>
    /// <returns>The tokens that were written.</returns>
    public int Step(IReadOnlyList<Sequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            sequence.Tree.Plant(sequence.Tokens[^1]);
        }

        Drafting?.Run(sequences);
        var firstRows = FillTrees(sequences);
        _selected.Clear();
        _selected.AddRange(Enumerable.Range(0, _rows.Count));
        _target.Forward(_rows, CollectionsMarshal.AsSpan(_selected));
        var parts = new List<ComputedRows>(sequences.Count);
        var written = 0;
        for (var i = 0; i < sequences.Count; i++)
        {
            var accepted = Accept(sequences[i], firstRows[i]);
            written += _taken.Count;
            parts.Add(new ComputedRows(sequences[i], accepted, sequences[i].Slots.Count));
            sequences[i].Emit([.. _taken], ProposedPerStep);
        }

        Drafting?.Extend(_target, parts);
        return written;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _draftRows.Dispose();
    }

    private List<ComputedRows> FillPrompts(IReadOnlyList<Sequence> sequences)
    {
        _rows.Clear();
        var parts = new List<ComputedRows>();
        foreach (var sequence in sequences)
        {
            var start = sequence.Slots.Count;
            var end = Math.Min(sequence.PromptLength, start + _rows.Capacity - _rows.Count);
            if (end <= start)
            {
                break;
            }

            var rows = new List<int>(end - start);
            for (var position = start; position < end; position++)
            {
                var slot = _pool.Take();
                rows.Add(_rows.Add(sequence.Tokens[position], position, slot, CollectionsMarshal.AsSpan(sequence.Slots), []));
                sequence.Slots.Add(slot);
            }

            parts.Add(new ComputedRows(sequence, rows, end));
        }

        return parts;
    }

    private void SelectLast(List<ComputedRows> parts)
    {
        _selected.Clear();
        foreach (var part in parts.Where(part => part.End == part.Sequence.PromptLength))
        {
            _selected.Add(part.Rows[^1]);
        }
    }

    private List<int> FillTrees(IReadOnlyList<Sequence> sequences)
    {
        _rows.Clear();
        var firstRows = new List<int>(sequences.Count);
        var path = new List<int>();
        foreach (var sequence in sequences)
        {
            if (_draft is null)
            {
                sequence.Tree.Prune();
            }

            firstRows.Add(_rows.Count);
            var nodes = sequence.Tree.Verified;
            var first = _rows.Count;
            for (var i = 0; i < nodes.Count; i++)
            {
                path.Clear();
                for (var node = sequence.Tree.Parent(nodes[i]); node >= 0; node = sequence.Tree.Parent(node))
                {
                    path.Add(_rows.Slots[first + Rank(nodes, node)]);
                }

                path.Reverse();
                var position = sequence.Slots.Count + sequence.Tree.Depth(nodes[i]);
                _rows.Add(sequence.Tree.Token(nodes[i]), position, _pool.Take(), CollectionsMarshal.AsSpan(sequence.Slots), CollectionsMarshal.AsSpan(path));
            }
        }

        return firstRows;
    }

    /// <summary>Walks from the root along the drafts that the target chooses too; keeps their slots and returns the others.</summary>
    private List<int> Accept(Sequence sequence, int firstRow)
    {
        _taken.Clear();
        var nodes = sequence.Tree.Verified;
        var acceptedRows = new List<int> { firstRow };
        var node = 0;
        var ended = false;
        while (true)
        {
            // The row of a node is the logits row too: all rows were selected.
            var token = Choose(sequence, firstRow + Rank(nodes, node));
            sequence.Append(token, _taken);
            ended |= sequence.Finish is not null;
            node = sequence.Tree.Child(node, token);
            if (node < 0 || ended)
            {
                break;
            }

            acceptedRows.Add(firstRow + Rank(nodes, node));
        }

        var accepted = acceptedRows.Count - 1;
        if (ended && node >= 0)
        {
            accepted += CountBeyondTheEnd(sequence, firstRow, node);
        }

        if (_draft is not null)
        {
            sequence.CountVerifyStep(accepted);
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (acceptedRows.Contains(firstRow + i))
            {
                sequence.Slots.Add(_rows.Slots[firstRow + i]);
            }
            else
            {
                _pool.Return(_rows.Slots[firstRow + i]);
            }
        }

        return acceptedRows;
    }

    /// <summary>SGLang counts the drafts of a step before it looks for the end, so those behind the end count as accepted.</summary>
    private int CountBeyondTheEnd(Sequence sequence, int firstRow, int node)
    {
        var count = 0;
        while (node >= 0)
        {
            count++;
            var token = Choose(sequence, firstRow + Rank(sequence.Tree.Verified, node));
            node = sequence.Tree.Child(node, token);
        }

        return count;
    }

    private int Choose(Sequence sequence, int logitsRow) =>
        _sampler.Choose(_target.LogitsRow(logitsRow), sequence.Request.Sampling, sequence.History, sequence.Seed, sequence.CompletionTokens);

    private static int Rank(IReadOnlyList<int> nodes, int node)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] == node)
            {
                return i;
            }
        }

        throw new InvalidOperationException("A node lost its path.");
    }
}
