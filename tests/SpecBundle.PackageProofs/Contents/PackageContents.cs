namespace SpeculativeDecoding.PackageProofs;

/// <summary>What a reader of the package's page, a debugger and NuGet itself look for.</summary>
internal static class PackageContents
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    public static IReadOnlyList<string> Libraries(IEnumerable<PackageRow> rows, string packages, string version)
    {
        var libraries = new List<string>();
        foreach (var row in rows)
        {
            using var package = Package.Open(Path.Combine(packages, $"{row.Id}.{version}.nupkg"));
            libraries.AddRange(package.Libraries);
        }

        return libraries;
    }

    public static IEnumerable<string> Complaints(PackageRow row, string packages, string version)
    {
        using var package = Package.Open(Path.Combine(packages, $"{row.Id}.{version}.nupkg"));
        return [.. Page(package), .. Dependencies(package, row, version), .. Documentation(package), .. Symbols(package, Path.Combine(packages, $"{row.Id}.{version}.snupkg"))];
    }

    /// <summary>What is shown on the package's page.</summary>
    private static IEnumerable<string> Page(Package package)
    {
        foreach (var element in new[] { "description", "authors", "copyright", "tags", "releaseNotes" })
        {
            if (string.IsNullOrWhiteSpace(package.Said(element)))
            {
                yield return $"It has no {element}.";
            }
        }

        if (package.Said("license") != "MIT" || package.Said("license", "type") != "expression")
        {
            yield return "Its license is not the expression MIT.";
        }

        if (package.Said("readme") is not { } readme || !package.Files.Contains(readme) || package.Read(readme).Length < 100)
        {
            yield return "It has no README.";
        }

        if (package.Said("icon") is not { } icon || !package.Files.Contains(icon) || !package.Read(icon).AsSpan().StartsWith(PngSignature))
        {
            yield return "It has no icon.";
        }

        // There is no public home yet; an address that leads nowhere is worse than none.
        if (package.Said("projectUrl") is not null || package.Said("repository", "url") is not null)
        {
            yield return "It names an address of the project, and the project has none.";
        }
    }

    private static IEnumerable<string> Dependencies(Package package, PackageRow row, string version)
    {
        foreach (var id in row.Dependencies.Except(package.Dependencies.Select(one => one.Id)))
        {
            yield return $"The README says that it depends on {id}; it does not.";
        }

        foreach (var id in package.Dependencies.Select(one => one.Id).Except(row.Dependencies))
        {
            yield return $"It depends on {id}, and the README's table does not say so.";
        }

        foreach (var (id, range) in package.Dependencies.Where(one => one.Id.StartsWith("SpecBundle.", StringComparison.Ordinal) && one.Version != $"[{version}]"))
        {
            yield return $"It takes {id} {range} where it was built with [{version}] exactly.";
        }
    }

    private static IEnumerable<string> Documentation(Package package) =>
        package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal))
            .Where(file => !package.Files.Contains(Path.ChangeExtension(file, ".xml")))
            .Select(file => $"{file} has no documentation beside it.");

    /// <summary>Symbols lie in the package of symbols; those of a tool and of a server lie beside what they belong to.</summary>
    private static IEnumerable<string> Symbols(Package package, string path)
    {
        using var symbols = File.Exists(path) ? Package.Open(path) : null;
        string[] there = [.. package.Files, .. symbols?.Files ?? []];
        return [.. package.Files.Where(file => Path.GetFileName(file).StartsWith("SpecBundle.", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal))
            .Where(file => !there.Contains(Path.ChangeExtension(file, ".pdb")))
            .Select(file => $"{file} has no symbols.")];
    }
}
