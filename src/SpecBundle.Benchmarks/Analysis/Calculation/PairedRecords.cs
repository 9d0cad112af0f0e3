namespace SpeculativeDecoding.Benchmarks;

/// <summary>The requests that finished in two cells, by prompt.</summary>
internal sealed class PairedRecords
{
    public PairedRecords(CellRecords cell, CellRecords other)
    {
        var others = other.Finished.ToDictionary(Key);
        var namesakes = cell.Prompts.Select(prompt => prompt.Where(record => others.ContainsKey(Key(record))).Select(record => (Record: record, Other: others[Key(record)])).ToArray()).Where(pairs => pairs.Length > 0).ToList();
        Prompts = [.. namesakes.Select(pairs => pairs.Where(pair => AskTheSame(pair.Record, pair.Other)).ToArray()).Where(pairs => pairs.Length > 0)];
        OtherPrompts = namesakes.Count(pairs => !pairs.All(pair => AskTheSame(pair.Record, pair.Other)));
    }

    public IReadOnlyList<(RequestRecord Record, RequestRecord Other)[]> Prompts { get; }

    /// <summary>Prompts of the same id that ask something else: no pair.</summary>
    public int OtherPrompts { get; }

    public static (string Prompt, int Turn, int Sample) Key(RequestRecord record) => (record.PromptId, record.Turn, record.Sample);

    /// <summary>Records without a digest are taken at their id's word. Of two answers that were allowed another length, one that was cut is another question.</summary>
    private static bool AskTheSame(RequestRecord record, RequestRecord other) =>
        (record.PromptHash is null || other.PromptHash is null || record.PromptHash == other.PromptHash)
        && (record.MaxNewTokens == other.MaxNewTokens || (record.FinishReason, other.FinishReason) is (not "length", not "length"));

    /// <summary>For each prompt with a pair that qualifies in both records, the sums of both records' two figures.</summary>
    public PairedSums Sums(Func<RequestRecord, (double, double)?> figures, Func<RequestRecord, (double, double)?> otherFigures)
    {
        var sums = new PairedSums();
        foreach (var pairs in Prompts)
        {
            var qualified = pairs.Select(pair => (Mine: figures(pair.Record), Others: otherFigures(pair.Other))).Where(pair => pair is { Mine: not null, Others: not null }).ToList();
            if (qualified.Count > 0)
            {
                sums.Add(qualified.Count, qualified.Sum(pair => pair.Mine!.Value.Item1), qualified.Sum(pair => pair.Mine!.Value.Item2),
                    qualified.Sum(pair => pair.Others!.Value.Item1), qualified.Sum(pair => pair.Others!.Value.Item2));
            }
        }

        return sums;
    }
}
