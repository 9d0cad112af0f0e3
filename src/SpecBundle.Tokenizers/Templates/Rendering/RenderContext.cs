using System.Globalization;

namespace SpeculativeDecoding.Templates;

/// <summary>One render: its variables, its output, and what it may still do.</summary>
internal sealed class RenderContext : IDisposable
{
    private const int DeepestCall = 200;
    private readonly JinjaOptions _options;
    private long _steps;
    private int _calls;

    public RenderContext(JinjaOptions options, Scope root)
    {
        _options = options;
        Root = Scope = root;
        Output = new TemplateOutput(this);
    }

    public Scope Root { get; }

    public Scope Scope { get; set; }

    public TemplateOutput Output { get; private set; }

    /// <summary>The line of what is being done.</summary>
    public int Line { get; set; } = 1;

    public TimeProvider Time => _options.Time;

    public void Dispose() => Output.Dispose();

    public object? Look(string name) => Scope.TryGet(name, out var value) || GlobalFunctions.TryGet(name, out value) ? value : new Undefined(name);

    /// <summary>One step is done. What nests does steps on every level, so that it ends before the stack does.</summary>
    public void Step()
    {
        StackGuard.Ensure();
        if (++_steps > _options.MostSteps)
        {
            throw new JinjaException(string.Create(CultureInfo.InvariantCulture, $"it takes more than {_options.MostSteps:N0} steps"), JinjaErrorKind.Limit);
        }
    }

    /// <summary>Something of a size is about to be made.</summary>
    public void Charge(long size)
    {
        Check(size);
        _steps += Math.Max(0, size) >> 4;
        Step();
    }

    public void Check(long size)
    {
        if (size > _options.MostCharacters)
        {
            throw new JinjaException(string.Create(CultureInfo.InvariantCulture, $"it makes a text or list of more than {_options.MostCharacters:N0} characters or items"), JinjaErrorKind.Limit);
        }
    }

    /// <summary>What nodes write in a scope of their own, apart from the output.</summary>
    public string Capture(IReadOnlyList<IStatement> body, Scope scope)
    {
        if (++_calls > DeepestCall)
        {
            throw new JinjaException("maximum recursion depth exceeded", JinjaErrorKind.Limit);
        }

        StackGuard.Ensure();
        var (outerScope, outerOutput) = (Scope, Output);
        using var output = new TemplateOutput(this);
        (Scope, Output) = (scope, output);
        try
        {
            Statements.Run(body, this);
            var text = output.ToString();
            Charge(text.Length);
            return text;
        }
        finally
        {
            (Scope, Output) = (outerScope, outerOutput);
            _calls--;
        }
    }
}
