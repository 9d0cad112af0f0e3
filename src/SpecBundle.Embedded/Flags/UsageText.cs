using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>The usage text, in argparse's form.</summary>
internal static class UsageText
{
    public const string Program = "specbundle-embedded";

    public static string Short()
    {
        var text = new StringBuilder($"usage: {Program}");
        var indent = new string(' ', text.Length + 1);
        foreach (var flag in FlagTable.All)
        {
            var form = flag.Kind == FlagKind.Switch ? flag.Name : $"{flag.Name} {flag.Placeholder}";
            text.Append(flag.Name == FlagTable.ModelPath ? $" {form}" : $" [{form}]").Append('\n').Append(indent.AsSpan(1));
        }

        return text.ToString().TrimEnd();
    }

    public static string Full()
    {
        var text = new StringBuilder(Short()).Append("\n\n")
            .Append("A small CPU inference server that speculates with an EAGLE3 draft and speaks SGLang's protocol.\n\noptions:\n");
        foreach (var flag in FlagTable.All)
        {
            var forms = flag.Names.Select(name => flag.Kind == FlagKind.Switch ? name : $"{name} {flag.Placeholder}");
            text.Append("  ").AppendJoin(", ", forms).Append("\n        ").Append(flag.Help).Append('\n');
        }

        return text.ToString().TrimEnd();
    }
}
