namespace SpeculativeDecoding.Templates;

/// <summary>A macro as it is written.</summary>
/// <param name="Name">Its name; of a call block <c>caller</c>.</param>
/// <param name="Parameters">What it takes, with the defaults.</param>
/// <param name="Body">What it renders.</param>
/// <param name="Special">Which of <c>caller</c>, <c>kwargs</c> and <c>varargs</c> its body names.</param>
internal sealed record MacroDefinition(string Name, IReadOnlyList<(string Name, IExpression? Default)> Parameters, IReadOnlyList<IStatement> Body, IReadOnlySet<string> Special)
{
    public bool Uses(string name) => Special.Contains(name);
}
