namespace SpeculativeDecoding;

/// <summary>What is said while a plan is made: problems stop it, notes come with it.</summary>
internal sealed class PlanReport
{
    private readonly List<PlanProblem> _problems = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<PlanProblem> Problems => _problems;

    public IReadOnlyList<string> Notes => _notes;

    public void Problem(string message, string remedy) => _problems.Add(new() { Message = message, Remedy = remedy });

    public void Problem(CheckpointProblem problem) => _problems.Add(new() { Message = problem.Message, Remedy = problem.Remedy, Checkpoint = problem });

    public void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
