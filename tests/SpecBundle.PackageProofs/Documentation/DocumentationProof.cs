using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>The shipped documentation against the shipped assembly.</summary>
internal static class DocumentationProof
{
    public static IEnumerable<string> Complaints(string library, IReadOnlyList<string> references)
    {
        var path = references.Single(reference => Path.GetFileNameWithoutExtension(reference) == library);
        var texts = XDocument.Load(Path.ChangeExtension(path, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        var members = PublicMembers.Of(Load(path, references)).ToList();
        if (members.Count == 0)
        {
            yield return "It has no public member.";
        }

        foreach (var id in members.Select(DocumentationId.Of))
        {
            if (!texts.TryGetValue(id, out var text) || (Empty(text.Element("summary")) && text.Element("inheritdoc") is null))
            {
                yield return $"{id} has no summary.";
            }
            else if (text.Elements().FirstOrDefault(element => element.Name.LocalName is "param" or "typeparam" or "returns" or "value" or "exception" && Empty(element)) is { } empty)
            {
                yield return $"{id} has an empty {empty.Name}.";
            }
        }
    }

    private static bool Empty(XElement? element) => element is null || (string.IsNullOrWhiteSpace(element.Value) && !element.HasElements);

    private static Assembly Load(string path, IReadOnlyList<string> references)
    {
        var context = new AssemblyLoadContext(path);
        context.Resolving += (_, name) => references.FirstOrDefault(reference => Path.GetFileNameWithoutExtension(reference) == name.Name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        return context.LoadFromAssemblyPath(path);
    }
}
