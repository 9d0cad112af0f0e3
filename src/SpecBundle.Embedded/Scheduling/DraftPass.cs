using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>The draft's passes: growing the trees of a step, and catching up with what the target settled.</summary>
internal sealed class DraftPass(Eagle3Draft draft, EngineOptions options, SlotPool pool, RowBatch rows)
{
    private readonly List<int> _selected = [];
    private readonly List<int> _path = [];
    private readonly Dictionary<(Sequence Sequence, int Node), State> _states = [];

    /// <summary>Grows the tree of each sequence by all steps, one pass a step over all of them.</summary>
    public void Run(IReadOnlyList<Sequence> sequences)
    {
        _states.Clear();
        foreach (var sequence in sequences)
        {
            // The first step costs no pass: the draft looked one token ahead when it caught up.
            sequence.Tree.Grow([sequence.Candidates]);
        }

        for (var step = 1; step < options.NumSteps; step++)
        {
            Advance(sequences);
        }

        foreach (var state in _states.Values)
        {
            pool.Return(state.Slot);
        }

        foreach (var sequence in sequences)
        {
            sequence.Tree.Prune();
        }
    }

    /// <summary>Computes the draft's keys of the positions that the target settled, and looks one token ahead at the last.</summary>
    public void Extend(LlamaTarget target, IReadOnlyList<ComputedRows> parts)
    {
        rows.Clear();
        _selected.Clear();
        var ends = new List<Sequence>();
        foreach (var (sequence, computed, end) in parts.Where(part => part.Sequence.Finish is null))
        {
            var start = end - computed.Count;
            for (var i = 0; i < computed.Count; i++)
            {
                var position = start + i;
                var prefix = CollectionsMarshal.AsSpan(sequence.Slots)[..position];
                var row = rows.Add(sequence.Tokens[position + 1], position, sequence.Slots[position], prefix, []);
                target.AuxiliaryRow(computed[i]).CopyTo(draft.AuxiliaryRow(row));
            }

            sequence.DraftLength = end;
            if (end == sequence.Tokens.Count - 1)
            {
                _selected.Add(rows.Count - 1);
                ends.Add(sequence);
            }
        }

        if (rows.Count == 0)
        {
            return;
        }

        draft.ProjectAuxiliary(rows.Count);
        draft.Forward(rows, CollectionsMarshal.AsSpan(_selected));
        for (var i = 0; i < ends.Count; i++)
        {
            ends[i].Candidates.Read(draft.LogitsRow(i), draft);
            ends[i].DraftHidden = draft.HiddenRow(_selected[i]).ToArray();
        }
    }

    private void Advance(IReadOnlyList<Sequence> sequences)
    {
        rows.Clear();
        _selected.Clear();
        foreach (var sequence in sequences)
        {
            foreach (var node in sequence.Tree.Frontier)
            {
                AddRow(sequence, node);
            }
        }

        draft.Forward(rows, CollectionsMarshal.AsSpan(_selected));
        var row = 0;
        foreach (var sequence in sequences)
        {
            var candidates = new DraftCandidates[sequence.Tree.Frontier.Count];
            for (var i = 0; i < candidates.Length; i++, row++)
            {
                candidates[i] = new DraftCandidates(options.TopK);
                candidates[i].Read(draft.LogitsRow(row), draft);
                _states[(sequence, sequence.Tree.Frontier[i])] = new State(rows.Slots[row], draft.HiddenRow(row).ToArray());
            }

            sequence.Tree.Grow(candidates);
        }
    }

    private void AddRow(Sequence sequence, int node)
    {
        // A drafted token continues the state that drafted it: the draft's own at its parent.
        _path.Clear();
        for (var ancestor = sequence.Tree.Parent(node); ancestor > 0; ancestor = sequence.Tree.Parent(ancestor))
        {
            _path.Add(_states[(sequence, ancestor)].Slot);
        }

        _path.Reverse();
        var parent = sequence.Tree.Parent(node);
        var position = sequence.Slots.Count - 1 + sequence.Tree.Depth(node);
        var row = rows.Add(sequence.Tree.Token(node), position, pool.Take(), CollectionsMarshal.AsSpan(sequence.Slots), CollectionsMarshal.AsSpan(_path));
        (parent == 0 ? sequence.DraftHidden : _states[(sequence, parent)].Hidden).CopyTo(draft.HiddenRow(row));
        _selected.Add(row);
    }

    private readonly record struct State(int Slot, float[] Hidden);
}
