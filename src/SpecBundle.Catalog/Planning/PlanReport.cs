namespace SpeculativeDecoding;

/// <summary>What is said while a plan is made: problems stop it, notes come with it.</summary>
internal sealed class PlanReport
{
    private readonly List<PlanProblem> _problems = [];
    private readonly List<string> _notes = [];

    internal IReadOnlyList<PlanProblem> Problems => _problems;

    internal IReadOnlyList<string> Notes => _notes;

    internal void Problem(string message, string remedy) => _problems.Add(new() { Message = message, Remedy = remedy });

    internal void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
