using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>A generation of the protocol: which of text and ids repeat what was sent, and the names of the counters. Converts the recorded one into it.</summary>
internal sealed record ProtocolGeneration(string Name, bool TextRepeats, bool? IdsRepeat, string? Accepted, string? Proposed, string? Histogram)
{
    private static readonly string[] Speculative = ["spec_num_correct_drafts", "spec_num_proposed_drafts", "spec_correct_drafts_histogram"];

    public static IReadOnlyList<ProtocolGeneration> All { get; } =
    [
        new("0.4: no ids, verify steps alone", true, null, null, null, null),
        new("0.5.0: ids repeat, verify steps alone", true, true, null, null, null),
        new("0.5.6: new ids, first names", true, false, "spec_accept_token_num", "spec_draft_token_num", null),
        new("0.5.9: new ids, first names with histogram", true, false, "spec_accept_token_num", "spec_draft_token_num", "spec_accept_histogram"),
        new("0.5.11: all repeats, second names", true, true, "spec_accepted_drafts", "spec_proposed_drafts", "spec_accept_histogram"),
        new("0.5.23: all repeats, newest names", true, true, Speculative[0], Speculative[1], Speculative[2]),
        new("0.5.23 incremental: all new, newest names", false, false, Speculative[0], Speculative[1], Speculative[2]),
    ];

    public bool HasIds => IdsRepeat is not null;

    public bool HasDrafts => Accepted is not null;

    public bool HasHistogram => Histogram is not null;

    /// <summary>Converts frames that repeat everything.</summary>
    public IEnumerable<string> Convert(IReadOnlyList<JsonObject> frames)
    {
        var text = "";
        var ids = 0;
        foreach (var recorded in frames)
        {
            var frame = recorded.DeepClone().AsObject();
            var whole = frame["text"]!.GetValue<string>();
            var all = frame["output_ids"]!.AsArray();
            frame["text"] = TextRepeats ? whole : whole[text.Length..];
            frame["output_ids"] = IdsRepeat == false ? new JsonArray([.. all.Skip(ids).Select(id => id!.DeepClone())]) : all.DeepClone();
            (text, ids) = (whole, all.Count);
            if (!HasIds)
            {
                frame.Remove("output_ids");
            }

            Rename(frame["meta_info"]!.AsObject());
            yield return frame.ToJsonString();
        }
    }

    private void Rename(JsonObject meta)
    {
        var values = Speculative.Select(name => meta[name]?.DeepClone()).ToArray();
        foreach (var name in meta.Select(property => property.Key).Where(key => key.StartsWith("spec_", StringComparison.Ordinal) && key != "spec_verify_ct").ToList())
        {
            if (HasDrafts && name is "spec_accept_length" or "spec_accept_rate")
            {
                continue;
            }

            meta.Remove(name);
        }

        foreach (var (name, value) in new[] { Accepted, Proposed, Histogram }.Zip(values))
        {
            if (name is not null && value is not null)
            {
                meta[name] = value;
            }
        }
    }
}
