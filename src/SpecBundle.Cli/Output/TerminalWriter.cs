using System.Text;

namespace SpeculativeDecoding.Cli;

/// <summary>One of the two outputs. Whatever is written, whoever wrote it, is text: only the escapes below, which are ours, rule the terminal.</summary>
internal sealed class TerminalWriter(TextWriter raw) : TextWriter
{
    public override Encoding Encoding => raw.Encoding;

    public override void Write(char value) => raw.Write(Printable.Lines(value.ToString()));

    public override void Write(string? value) => raw.Write(value is null ? null : Printable.Lines(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void WriteLine() => raw.WriteLine();

    public override void WriteLine(string? value) => raw.WriteLine(value is null ? null : Printable.Lines(value));

    /// <summary>JSON, which keeps every character of its texts.</summary>
    public void WriteJson(string json) => raw.WriteLine(Printable.Json(json.TrimEnd()));

    /// <summary>Text in a style of SGR, such as <c>36</c>.</summary>
    public void WriteStyled(string text, string style) => raw.Write($"\u001b[{style}m{Printable.Lines(text)}\u001b[0m");

    /// <summary>In the place of the line that is being written.</summary>
    public void Rewrite(string line) => raw.Write($"\r\u001b[K{Printable.Of(line)}");

    public override void Flush() => raw.Flush();
}
