namespace SpeculativeDecoding;

/// <summary>What stands between the parentheses of a call; the name is null where none is given.</summary>
internal sealed record TemplateArgument(string? Name, ITemplateExpression Value);
