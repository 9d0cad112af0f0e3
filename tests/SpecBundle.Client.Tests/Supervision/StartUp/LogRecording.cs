using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>The log of a real SGLang 0.5.17: the bytes of its two pipes.</summary>
internal static class LogRecording
{
    public static byte[] Bytes(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "recordings", "sglang-0.5.17", name + ".log"));

    /// <summary>The lines, as a reader of a pipe makes them: cut at line feeds; carriage returns stay.</summary>
    public static IReadOnlyList<string> Lines(string name) => Encoding.UTF8.GetString(Bytes(name)).Split('\n');

    /// <summary>The same lines from reads that end at the given positions.</summary>
    public static IEnumerable<string> Lines(byte[] bytes, IReadOnlyCollection<int> cuts)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var pending = new StringBuilder();
        var start = 0;
        foreach (var end in cuts.Order().Append(bytes.Length))
        {
            var characters = new char[Encoding.UTF8.GetMaxCharCount(end - start)];
            var count = decoder.GetChars(bytes.AsSpan(start, end - start), characters, flush: end == bytes.Length);
            start = end;
            foreach (var character in characters.AsMemory(0, count).ToArray())
            {
                if (character is '\n' or '\r')
                {
                    yield return pending.ToString();
                    pending.Clear();
                }
                else
                {
                    pending.Append(character);
                }
            }
        }

        yield return pending.ToString();
    }

    public static (StartUpReader Reader, List<StartUpStep> Steps) Follow(IEnumerable<string> lines)
    {
        var reader = new StartUpReader();
        return (reader, [.. lines.Select(reader.Read).OfType<StartUpStep>()]);
    }

    public static List<LaunchPhase> Phases(IEnumerable<StartUpStep> steps)
    {
        var phases = new List<LaunchPhase>();
        foreach (var step in steps.Where(step => phases.Count == 0 || phases[^1] != step.Phase))
        {
            phases.Add(step.Phase);
        }

        return phases;
    }
}
