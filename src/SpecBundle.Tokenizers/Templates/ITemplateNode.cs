using System.Text;

namespace SpeculativeDecoding;

/// <summary>A part of a parsed template.</summary>
internal interface ITemplateNode
{
    void Render(Dictionary<string, object?> variables, StringBuilder output);
}

internal sealed record TextNode(string Text) : ITemplateNode
{
    public void Render(Dictionary<string, object?> variables, StringBuilder output) => output.Append(Text);
}

internal sealed record OutputNode(ITemplateExpression Expression) : ITemplateNode
{
    public void Render(Dictionary<string, object?> variables, StringBuilder output) => output.Append(TemplateValue.Text(Expression.Evaluate(variables)));
}

/// <summary>Sets a variable, or a field of a namespace.</summary>
internal sealed record SetNode(string Name, string? Field, ITemplateExpression Expression) : ITemplateNode
{
    public void Render(Dictionary<string, object?> variables, StringBuilder output)
    {
        var value = Expression.Evaluate(variables);
        if (Field is null)
        {
            variables[Name] = value;
        }
        else if (variables.GetValueOrDefault(Name) is Dictionary<string, object?> fields)
        {
            fields[Field] = value;
        }
        else
        {
            throw new TemplateException($"it sets a field of '{Name}', which has none.");
        }
    }
}

internal sealed record IfNode(IReadOnlyList<(ITemplateExpression? Condition, IReadOnlyList<ITemplateNode> Body)> Branches) : ITemplateNode
{
    public void Render(Dictionary<string, object?> variables, StringBuilder output)
    {
        foreach (var (condition, body) in Branches)
        {
            if (condition is null || TemplateValue.IsTrue(condition.Evaluate(variables)))
            {
                foreach (var node in body)
                {
                    node.Render(variables, output);
                }

                return;
            }
        }
    }
}

internal sealed record ForNode(string Name, ITemplateExpression Items, IReadOnlyList<ITemplateNode> Body) : ITemplateNode
{
    public void Render(Dictionary<string, object?> variables, StringBuilder output)
    {
        var items = Items.Evaluate(variables) as List<object> ?? throw new TemplateException("it loops over something that is not a list.");
        for (var i = 0; i < items.Count; i++)
        {
            // What a loop sets is gone behind it, as Jinja has it.
            var inner = new Dictionary<string, object?>(variables, StringComparer.Ordinal)
            {
                [Name] = items[i],
                ["loop"] = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["index"] = i + 1,
                    ["index0"] = i,
                    ["first"] = i == 0,
                    ["last"] = i == items.Count - 1,
                    ["length"] = items.Count,
                },
            };
            foreach (var node in Body)
            {
                node.Render(inner, output);
            }
        }
    }
}
