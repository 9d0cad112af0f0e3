using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>The draft's passes: growing the trees of a step, and catching up with what the target settled.</summary>
internal sealed unsafe class DraftPass : IDisposable
{
    private readonly Eagle3Draft _draft;
    private readonly int _steps;
    private readonly SlotPool _pool;
    private readonly RowBatch _rows;
    private readonly FloatBuffer _states;
    private readonly DraftCandidates _candidates;
    private readonly List<int> _selected = [];
    private readonly int[] _path;

    public DraftPass(Eagle3Draft draft, EngineOptions options, SlotPool pool, int rowCapacity)
    {
        (_draft, _steps, _pool) = (draft, options.NumSteps, pool);
        _rows = new RowBatch(rowCapacity);
        _states = new FloatBuffer((long)rowCapacity * draft.Configuration.HiddenSize);
        _candidates = new DraftCandidates(options.TopK);
        _path = new int[options.NumSteps + 1];
    }

    /// <summary>Grows the tree of each sequence by all steps, one pass a step over all of them.</summary>
    public void Grow(List<Sequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            // The first step costs no pass: the draft looked one token ahead when it caught up.
            sequence.Tree.AddChildren(0, sequence.Candidates);
            sequence.Tree.MoveFrontier();
        }

        for (var step = 1; step < _steps; step++)
        {
            Advance(sequences);
        }

        foreach (var sequence in sequences)
        {
            sequence.Tree.Prune();
        }
    }

    /// <summary>Computes the draft's keys of the positions that the target settled, and looks one token ahead at the last.</summary>
    public void Extend(LlamaTarget target, List<Sequence> sequences)
    {
        _rows.Clear();
        _selected.Clear();
        foreach (var sequence in sequences)
        {
            if (sequence.Settled.Count > 0)
            {
                AddSettled(target, sequence);
            }
        }

        if (_rows.Count == 0)
        {
            return;
        }

        _draft.ProjectAuxiliary(_rows.Count);
        _draft.Forward(_rows, CollectionsMarshal.AsSpan(_selected));
        var selected = 0;
        foreach (var sequence in sequences)
        {
            if (sequence.Settled.Count > 0 && sequence.DraftLength == sequence.Tokens.Count - 1)
            {
                sequence.Candidates.Read(_draft, selected, sequence.MaskAt(0));
                _draft.HiddenRow(_selected[selected++]).CopyTo(sequence.DraftHidden);
            }
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _states.Dispose();
    }

    private void AddSettled(LlamaTarget target, Sequence sequence)
    {
        var slots = CollectionsMarshal.AsSpan(sequence.Slots);
        var start = slots.Length - sequence.Settled.Count;
        for (var position = start; position < slots.Length; position++)
        {
            var row = _rows.Add(sequence.Tokens[position + 1], position, slots[position], slots[..position], []);
            new ReadOnlySpan<float>(target.AuxiliaryRow(sequence.Settled[position - start]), target.AuxiliaryWidth).CopyTo(_draft.AuxiliaryRow(row));
        }

        sequence.DraftLength = slots.Length;
        if (sequence.DraftLength == sequence.Tokens.Count - 1)
        {
            _selected.Add(_rows.Count - 1);
        }
    }

    private void Advance(List<Sequence> sequences)
    {
        var hidden = _draft.Configuration.HiddenSize;
        for (var row = 0; row < _rows.Count; row++)
        {
            _draft.HiddenRow(row).CopyTo(_states.Slice((long)row * hidden, hidden));
        }

        _rows.Clear();
        _selected.Clear();
        foreach (var sequence in sequences)
        {
            foreach (var node in sequence.Tree.Frontier)
            {
                AddDrafted(sequence, node);
            }
        }

        if (_rows.Count > 0)
        {
            _draft.Forward(_rows, CollectionsMarshal.AsSpan(_selected));
        }

        var computed = 0;
        foreach (var sequence in sequences)
        {
            foreach (var node in sequence.Tree.Frontier)
            {
                _candidates.Read(_draft, computed++, sequence.MaskAt(node));
                sequence.Tree.AddChildren(node, _candidates);
            }

            sequence.Tree.MoveFrontier();
        }
    }

    private void AddDrafted(Sequence sequence, int node)
    {
        var tree = sequence.Tree;
        var depth = tree.Depth(node);
        for (var ancestor = tree.Parent(node); ancestor > 0; ancestor = tree.Parent(ancestor))
        {
            _path[tree.Depth(ancestor) - 1] = tree.Computed(ancestor).Slot;
        }

        var slot = _pool.Take();
        sequence.DraftSlots.Add(slot);
        var row = _rows.Add(tree.Token(node), sequence.Slots.Count - 1 + depth, slot, CollectionsMarshal.AsSpan(sequence.Slots), _path.AsSpan(0, depth - 1));

        // A drafted token continues the state that drafted it: the draft's own at its parent, of the pass before.
        var parent = tree.Parent(node);
        var size = _draft.Configuration.HiddenSize;
        var state = parent == 0 ? sequence.DraftHidden : _states.Slice((long)tree.Computed(parent).Row * size, size);
        state.CopyTo(_draft.HiddenRow(row));
        tree.SetComputed(node, row, slot);
        _selected.Add(row);
    }
}
