using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>The forward passes of a step over many sequences: prefill, draft, verify, and the draft's catching up.</summary>
internal sealed unsafe class ModelRunner : IDisposable
{
    private const string NoToken = "The grammar that was asked for allows no token here.";
    private readonly LlamaTarget _target;
    private readonly DraftPass? _draft;
    private readonly SlotPool _pool;
    private readonly ITokenRule _rule;
    private readonly RowBatch _rows;
    private readonly List<int> _selected = [];
    private readonly int[] _path;

    public ModelRunner(LlamaTarget target, Eagle3Draft? draft, ITokenRule rule, EngineOptions options, SlotPool pool, int rowCapacity)
    {
        (_target, _rule, _pool) = (target, rule, pool);
        _rows = new RowBatch(rowCapacity);
        _path = new int[options.NumSteps + 1];
        _draft = draft is null ? null : new DraftPass(draft, options, pool, rowCapacity);
    }

    /// <summary>Computes the next part of each prompt, at most the rows of a batch; a prompt that is done gets its first token.</summary>
    public void Prefill(List<Sequence> sequences)
    {
        FillPrompts(sequences);
        _target.Forward(_rows, CollectionsMarshal.AsSpan(_selected));
        var selected = 0;
        foreach (var sequence in sequences)
        {
            if (sequence.Settled.Count > 0 && sequence.Slots.Count == sequence.PromptLength)
            {
                Alone(sequence, selected++, static (runner, sequence, row) => runner.Begin(sequence, row));
            }
        }

        // Of an answer that has ended too: its prompt goes to the prefix cache.
        _draft?.Extend(_target, sequences);
    }

    /// <summary>One step of every sequence: its drafts verified, or without a draft its next token.</summary>
    /// <returns>The tokens that were written.</returns>
    public int Step(List<Sequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            sequence.Tree.Plant(sequence.Tokens[^1], sequence.Grammar, sequence.State);
        }

        if (_draft is not null)
        {
            _draft.Grow(sequences);
        }
        else
        {
            sequences.ForEach(static sequence => sequence.Tree.Prune());
        }

        FillTrees(sequences);
        _target.Forward(_rows, CollectionsMarshal.AsSpan(_selected));
        var written = 0;
        var firstRow = 0;
        foreach (var sequence in sequences)
        {
            written += Alone(sequence, firstRow, static (runner, sequence, row) => runner.Verify(sequence, row));
            firstRow += sequence.Tree.Verified.Length;
            if (sequence.Finish is not null)
            {
                sequence.Settled.Clear();
            }
        }

        _draft?.Extend(_target, sequences);
        return written;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _draft?.Dispose();
    }

    /// <summary>Does what concerns one request. What breaks in it ends that request: the others have no part in it.</summary>
    private int Alone(Sequence sequence, int row, Func<ModelRunner, Sequence, int, int> work)
    {
        try
        {
            return work(this, sequence, row);
        }
#pragma warning disable CA1031 // Whatever it is, the other requests go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ReturnDraftSlots(sequence);
            sequence.Fail(exception);
            return 0;
        }
    }

    private int Begin(Sequence sequence, int logitsRow)
    {
        var token = Choose(sequence, logitsRow, node: 0, ahead: 0);
        if (token < 0)
        {
            sequence.Refuse(NoToken);
        }
        else
        {
            sequence.Append(token);
        }

        return sequence.Emit();
    }

    private int Verify(Sequence sequence, int firstRow)
    {
        var accepted = Accept(sequence, firstRow);
        if (_draft is not null)
        {
            sequence.CountVerifyStep(accepted);
        }

        return sequence.Emit();
    }

    private void FillPrompts(List<Sequence> sequences)
    {
        _rows.Clear();
        _selected.Clear();
        foreach (var sequence in sequences)
        {
            sequence.Settled.Clear();
            var start = sequence.Slots.Count;
            var end = Math.Min(sequence.PromptLength, start + _rows.Capacity - _rows.Count);
            for (var position = start; position < end; position++)
            {
                var slot = _pool.Take();
                sequence.Settled.Add(_rows.Add(sequence.Tokens[position], position, slot, CollectionsMarshal.AsSpan(sequence.Slots), []));
                sequence.Slots.Add(slot);
            }

            if (end > start && end == sequence.PromptLength)
            {
                _selected.Add(_rows.Count - 1);
            }
        }
    }

    private void FillTrees(List<Sequence> sequences)
    {
        _rows.Clear();
        _selected.Clear();
        foreach (var sequence in sequences)
        {
            // The keys of the draft's passes are of no use any more; the verified rows take over their slots.
            ReturnDraftSlots(sequence);
            var (tree, first) = (sequence.Tree, _rows.Count);
            foreach (var node in tree.Verified)
            {
                var depth = tree.Depth(node);
                for (var ancestor = tree.Parent(node); ancestor >= 0; ancestor = tree.Parent(ancestor))
                {
                    _path[tree.Depth(ancestor)] = _rows.Slots[first + tree.Rank(ancestor)];
                }

                var slot = _pool.Take();
                sequence.DraftSlots.Add(slot);
                _selected.Add(_rows.Add(
                    tree.Token(node), sequence.Slots.Count + depth, slot, CollectionsMarshal.AsSpan(sequence.Slots), _path.AsSpan(0, depth)));
            }
        }
    }

    private void ReturnDraftSlots(Sequence sequence)
    {
        foreach (var slot in sequence.DraftSlots)
        {
            _pool.Return(slot);
        }

        sequence.DraftSlots.Clear();
    }

    /// <summary>Walks from the root along the drafts that the target chooses too; keeps their slots and returns the others.</summary>
    /// <returns>
    /// The drafts accepted. As SGLang counts the drafts of a step before it looks for the end, those behind the end are
    /// counted, though their tokens are not written.
    /// </returns>
    private int Accept(Sequence sequence, int firstRow)
    {
        var tree = sequence.Tree;
        var (node, accepted, behindTheEnd) = (0, 0, 0);
        sequence.Settled.Clear();
        while (true)
        {
            var rank = tree.Rank(node);
            if (sequence.Finish is null)
            {
                sequence.Settled.Add(firstRow + rank);
                KeepSlot(sequence, rank);
            }

            // The row of a node is the row of its logits too: all rows were selected.
            var token = Choose(sequence, firstRow + rank, node, behindTheEnd);
            if (token < 0)
            {
                if (sequence.Finish is null)
                {
                    sequence.Refuse(NoToken);
                }

                break;
            }

            if (sequence.Finish is null)
            {
                sequence.Append(token);
            }
            else
            {
                behindTheEnd++;
            }

            node = tree.Child(node, token);
            if (node < 0)
            {
                break;
            }

            accepted++;
        }

        ReturnDraftSlots(sequence);
        return accepted;
    }

    private static void KeepSlot(Sequence sequence, int rank)
    {
        // Ranks grow along a path and a kept slot leaves the list, so as many places before it are gone.
        var place = rank - sequence.Settled.Count + 1;
        sequence.Slots.Add(sequence.DraftSlots[place]);
        sequence.DraftSlots.RemoveAt(place);
    }

    /// <returns>-1 where the answer's grammar allows none.</returns>
    private int Choose(Sequence sequence, int logitsRow, int node, int ahead) => sequence.MaskAt(node) is { Count: 0 } ? -1 : _rule.Choose(
        new ReadOnlySpan<float>(_target.LogitsRow(logitsRow), _target.Configuration.VocabularySize), sequence, node, ahead);
}
