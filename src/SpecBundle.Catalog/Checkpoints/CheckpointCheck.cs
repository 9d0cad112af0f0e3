namespace SpeculativeDecoding;

/// <summary>Judges what lies in a checkpoint: certain contradictions are problems, doubts are notes.</summary>
/// <param name="contents">What was found.</param>
/// <param name="isTarget">Whether it is the target of a pair, rather than its draft.</param>
internal sealed class CheckpointCheck(CheckpointContents contents, bool isTarget)
{
    private readonly List<CheckpointProblem> _problems = [];
    private readonly List<string> _notes = [];

    private CheckpointPlace Place => contents.Place;

    /// <summary>Judges it.</summary>
    /// <param name="contents">What was found.</param>
    /// <param name="isTarget">Whether it is the target.</param>
    /// <param name="judgesWeights">Whether a server will load these weights, in this format.</param>
    /// <param name="judgesShapes">Whether it will take the configuration as it is.</param>
    public static (IReadOnlyList<CheckpointProblem> Problems, IReadOnlyList<string> Notes) Of(CheckpointContents contents, bool isTarget, bool judgesWeights = true, bool judgesShapes = true)
    {
        var check = new CheckpointCheck(contents, isTarget);
        check.JudgeConfiguration();
        if (judgesShapes)
        {
            check.JudgeRole();
        }

        if (judgesWeights)
        {
            check.JudgeFiles();
            check.JudgeIndex();
            if (judgesShapes)
            {
                check.JudgeShapes();
                check.JudgeLayers();
            }
        }

        return (check._problems, [.. check._notes.Select(Printable.Of)]);
    }

    private void JudgeConfiguration()
    {
        if (contents.ConfigurationObjection is { } objection)
        {
            _problems.Add(Place.Problem(CheckpointProblemKind.ConfigurationUnreadable, $"config.json of {Place} can't be read: {objection}.", CheckpointConfiguration.FileName));
        }
        else if (contents.Configuration is { ImpossibleSize: { } size })
        {
            _problems.Add(Place.Problem(CheckpointProblemKind.ConfigurationUnreadable, $"config.json of {Place} says {size.Name} {size.Value}, and no model has that.", CheckpointConfiguration.FileName));
        }
        else if (contents.Configuration is { } configuration)
        {
            string[] needed = isTarget ? ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"] : ["hidden_size", "num_attention_heads", "vocab_size"];
            string[] missing = [.. configuration.Architecture is null ? ["architectures"] : Array.Empty<string>(), .. needed.Where(name => configuration.Number(name) is null)];
            if (missing.Length > 0)
            {
                _notes.Add($"config.json of {Place} does not say {string.Join(", ", missing)} as it should, so what depends on it was not checked.");
            }
        }
    }

    private void JudgeRole()
    {
        if (isTarget && contents.Configuration is { } configuration && DraftReading.DescriptionOfDraft(configuration) is { } draft)
        {
            _problems.Add(Place.Problem(
                CheckpointProblemKind.SwappedRoles,
                $"{Capital(Place)} is {draft}: were target and draft swapped?", CheckpointConfiguration.FileName,
                "Name the whole model as the target, and this one as its draft."));
        }
    }

    private void JudgeFiles()
    {
        var files = contents.Weights;
        if (files.Count == 0 && contents.OtherWeights.Count == 0 && contents.IndexObjection is null)
        {
            _problems.Add(Place.Problem(CheckpointProblemKind.WeightsMissing, $"{Capital(Place)} has no weights: there is no .safetensors, .bin, .pt, .pth, .gguf or .npz file.",
                remedy: $"{Place.Renewal} A server that shall make weights up is told so by --load-format dummy."));
        }

        var missing = files.Where(file => !file.IsThere).Select(file => file.Name).Concat(contents.Index is null ? WeightFiles.Gaps([.. files.Select(file => file.Name)]) : []).ToList();
        if (missing.Count > 0)
        {
            var more = missing.Count > 3 ? FormattableString.Invariant($" and {missing.Count - 3:N0} more") : "";
            _problems.Add(Place.Problem(
                CheckpointProblemKind.ShardMissing,
                $"Of the weights of {Place} these files are missing: {string.Join(", ", missing.Take(3).Select(Printable.Name))}{more}.", missing[0]) with { Found = files.Count(file => file.IsThere), Expected = files.Count(file => file.IsThere) + missing.Count });
        }

        foreach (var file in files.Where(file => file.Fault is not null))
        {
            AddFault(file.Name, file.Fault!);
        }

        foreach (var file in files.Where(file => file.Unseen is not null))
        {
            _notes.Add($"{Printable.Name(file.Name)} of {Place} was not looked into: {file.Unseen}.");
        }

        foreach (var name in contents.Pointers)
        {
            AddFault(name, new(CheckpointProblemKind.LfsPointer, "is a pointer of Git LFS, not the weights"));
        }
    }

    private static string Capital(CheckpointPlace place) => $"The {place.Role} {place.Name}";

    private void AddFault(string file, HeaderFault fault) => _problems.Add(Place.Problem(
        fault.Kind, $"{Printable.Name(file)} of {Place} {fault.Sentence}.", file,
        fault.Kind == CheckpointProblemKind.LfsPointer && Place.Origin == CheckpointOrigin.Folder ? "The repository was cloned without its large files: run git lfs pull in the folder, or copy the weights into it." : null)
        with { Found = fault.Found, Expected = fault.Expected });

    private void JudgeIndex()
    {
        if (contents.IndexObjection is { } objection)
        {
            _problems.Add(Place.Problem(CheckpointProblemKind.IndexUnreadable, $"{WeightIndex.FileName} of {Place} can't be used: {objection}.", WeightIndex.FileName));
        }

        // Only where every file could be looked into: what one of them has is not known else.
        if (contents.Index is { } index && contents.Weights.All(file => file.Header is not null))
        {
            var there = contents.Weights.SelectMany(file => file.Header!.Tensors).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
            var missing = index.Missing(there).ToList();
            if (missing.Count > 0)
            {
                _problems.Add(Place.Problem(
                    CheckpointProblemKind.TensorMissing,
                    FormattableString.Invariant($"{Printable.Name(index.Files[missing[0]])} of {Place} lacks {Printable.Name(missing[0])}, which the index names{(missing.Count > 1 ? FormattableString.Invariant($", and {missing.Count - 1:N0} more tensors are in no file") : "")}."),
                    index.Files[missing[0]]) with { Tensor = missing[0], Found = there.Count, Expected = there.Count + missing.Count });
            }
        }
    }

    private void JudgeShapes()
    {
        if (contents.Configuration is not { } configuration)
        {
            return;
        }

        ShapeTable[] tables = isTarget ? [TargetShapes.Of(configuration)]
            : configuration.Architecture is DraftClasses.Eagle3 or DraftClasses.LatentEagle3 ? [DraftShapes.Of(configuration), DraftShapes.MapOf(configuration)]
            : DraftClasses.AlgorithmOf(configuration.Architecture)?.ProposesBlocks == true ? [DraftShapes.OfBlocks(configuration)]
            : [];
        foreach (var table in tables)
        {
            if (table.FirstMismatch(contents.Weights) is not { } mismatch)
            {
                continue;
            }

            var message = $"The weights of {Place} do not fit its configuration: {mismatch.Sentence}.";
            if (table.IsCertain)
            {
                _problems.Add(Place.Problem(CheckpointProblemKind.ShapeMismatch, message, mismatch.File, Place.Correction) with { Tensor = mismatch.Tensor.Name, Found = mismatch.Found, Expected = mismatch.Expected });
            }
            else
            {
                _notes.Add($"{message} That may have a reason that is not known here.");
            }
        }
    }

    /// <summary>A copy that lacks its last layers without saying so, or a configuration of a deeper model: only where every file could be looked into, and layers are named as the model class names them.</summary>
    private void JudgeLayers()
    {
        if (!isTarget || contents.Configuration is not { } configuration || configuration.Number("num_hidden_layers") is not { } expected || !TargetShapes.Knows(configuration)
            || _problems.Count > 0 || contents.Weights.Any(file => file.Header is null))
        {
            return;
        }

        var found = 1 + contents.Weights.SelectMany(file => file.Header!.Tensors).Max(tensor => TensorName.LayerOf(tensor.Name)) ?? expected;
        if (found < expected)
        {
            _problems.Add(Place.Problem(
                CheckpointProblemKind.LayersMissing,
                FormattableString.Invariant($"The weights of {Place} do not fit its configuration: they end with layer {found - 1}, and its config.json asks for the layers 0 to {expected - 1} (num_hidden_layers)."),
                CheckpointConfiguration.FileName, Place.Correction) with { Found = found, Expected = expected });
        }
    }
}
