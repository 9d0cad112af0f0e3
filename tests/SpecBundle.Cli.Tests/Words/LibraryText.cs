using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SpeculativeDecoding.Tests;

/// <summary>What the libraries can say: every text in their code.</summary>
internal static class LibraryText
{
    public static readonly string[] Libraries = ["SpecBundle.Catalog", "SpecBundle.Client", "SpecBundle.Hub", "SpecBundle.Benchmarks", "SpecBundle.Tokenizers"];

    public static IReadOnlyList<string> Of(string library)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, library + ".dll")));
        var metadata = file.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(0); !handle.IsNil || texts.Count == 0; handle = metadata.GetNextHandle(handle))
        {
            texts.Add(handle.IsNil ? "" : metadata.GetUserString(handle));
            if (metadata.GetNextHandle(handle).IsNil)
            {
                break;
            }
        }

        return texts;
    }
}
