namespace SpeculativeDecoding;

/// <summary>Reads a template into nodes.</summary>
internal sealed class TemplateParser
{
    private readonly List<TemplatePiece> _pieces;
    private int _next;

    private TemplateParser(List<TemplatePiece> pieces) => _pieces = pieces;

    /// <exception cref="TemplateException">It is broken, or asks for more than this package reads.</exception>
    public static IReadOnlyList<ITemplateNode> Parse(string source)
    {
        var parser = new TemplateParser(TemplatePiece.Split(source));
        var nodes = parser.Nodes(out var end);
        return end is null ? nodes : throw new TemplateException($"it has '{end.Peek}' without a beginning.");
    }

    /// <summary>The nodes up to the end of the template, or to a statement that ends or divides a block.</summary>
    private List<ITemplateNode> Nodes(out TemplateTokens? end)
    {
        var nodes = new List<ITemplateNode>();
        while (_next < _pieces.Count)
        {
            var piece = _pieces[_next++];
            if (piece.Kind == TemplatePieceKind.Text)
            {
                nodes.Add(new TextNode(piece.Content));
                continue;
            }

            var tokens = new TemplateTokens(piece.Content);
            if (piece.Kind == TemplatePieceKind.Output)
            {
                nodes.Add(new OutputNode(WholeExpression(tokens)));
                continue;
            }

            if (tokens.Peek is "endfor" or "endif" or "else" or "elif")
            {
                end = tokens;
                return nodes;
            }

            nodes.Add(Statement(tokens));
        }

        end = null;
        return nodes;
    }

    private ITemplateNode Statement(TemplateTokens tokens)
    {
        switch (tokens.Take())
        {
            case "set":
                var name = tokens.Take();
                var field = tokens.TryTake(".") ? tokens.Take() : null;
                tokens.Expect("=");
                return new SetNode(name, field, WholeExpression(tokens));
            case "for":
                var item = tokens.Take();
                tokens.Expect("in");
                var items = TemplateExpressionParser.ParseWithoutCondition(tokens);
                tokens.ExpectEnd();
                var body = Nodes(out var end);
                Expect(end, "endfor");
                return new ForNode(item, items, body);
            case "if":
                return If(WholeExpression(tokens));
            case var other:
                throw new TemplateException($"it has the statement '{other}', which this engine does not read.");
        }
    }

    private IfNode If(ITemplateExpression first)
    {
        var branches = new List<(ITemplateExpression?, IReadOnlyList<ITemplateNode>)>();
        ITemplateExpression? condition = first;
        while (true)
        {
            branches.Add((condition, Nodes(out var end)));
            if (end?.TryTake("elif") == true)
            {
                condition = WholeExpression(end);
            }
            else if (condition is not null && end?.TryTake("else") == true)
            {
                end.ExpectEnd();
                condition = null;
            }
            else
            {
                Expect(end, "endif");
                return new IfNode(branches);
            }
        }
    }

    private static void Expect(TemplateTokens? end, string word)
    {
        if (end is null)
        {
            throw new TemplateException($"a block has no '{word}'.");
        }

        end.Expect(word);
        end.ExpectEnd();
    }

    private static ITemplateExpression WholeExpression(TemplateTokens tokens)
    {
        var expression = TemplateExpressionParser.Parse(tokens);
        tokens.ExpectEnd();
        return expression;
    }
}

/// <summary>A chat template that is broken, asks for more than this package reads, or refuses the messages.</summary>
internal sealed class TemplateException(string message) : Exception(message);
