using Spectre.Console;
using Spectre.Console.Rendering;

namespace SpeculativeDecoding.Cli;

/// <summary>Puts what tables say through the gate for foreign text; what moves the cursor is the console's own.</summary>
internal sealed class PrintableHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(renderable => new PrintableRenderable(renderable));
}

/// <summary>What another renders, as a terminal may show it.</summary>
internal sealed class PrintableRenderable(IRenderable inner) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        inner.Render(options, maxWidth).Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(Printable.Lines(segment.Text), segment.Style));
}
