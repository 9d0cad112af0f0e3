using SpeculativeDecoding.PackageProofs;

// SpecBundle.PackageProofs REPOSITORY PACKAGES VERSION: reads what was packed, as eng/prove-packages.sh calls it.
// One line a proof, "ok NAME" or "failed NAME", goes to standard output; what is wrong goes to standard error.
var repository = Path.GetFullPath(args[0]);
var packages = Path.GetFullPath(args[1]);
var version = args[2];
var rows = PackageTable.Read(Path.Combine(repository, "README.md"));

Proof.Run("the README's table of packages names what src/ ships", PackageTable.Compare(rows, Path.Combine(repository, "src")));
foreach (var row in rows)
{
    Proof.Run($"{row.Id} carries what a package needs", PackageContents.Complaints(row, packages, version));
}

using var project = SnippetProject.Create(repository, packages, version, PackageContents.Libraries(rows, packages, version));
Proof.Run("the packages restore together", project.Restore());
foreach (var library in project.Libraries)
{
    Proof.Run($"every public member of {library} has a text in IntelliSense", DocumentationProof.Complaints(library, project.References()));
}

project.Compile();
foreach (var page in project.Pages)
{
    Proof.Run($"the snippets of {Path.GetRelativePath(repository, page)} compile against the packages", project.Complaints(page));
}
