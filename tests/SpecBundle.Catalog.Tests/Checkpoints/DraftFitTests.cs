using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class DraftFitTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("""{"hidden_size":64,"vocab_size":1000}""", """{"hidden_size":64,"vocab_size":1000,"draft_vocab_size":500}""", 0)]
    [InlineData("""{"text_config":{"hidden_size":64,"vocab_size":1000}}""", """{"hidden_size":64,"vocab_size":1000}""", 0)]
    [InlineData("""{"hidden_size":64,"vocab_size":1000}""", """{"hidden_size":32,"target_hidden_size":64,"vocab_size":1000}""", 0)]
    [InlineData("""{"hidden_size":64,"vocab_size":1000}""", """{"hidden_size":32,"vocab_size":1000}""", 1)]
    [InlineData("""{"hidden_size":64,"vocab_size":1000}""", """{"hidden_size":32,"vocab_size":900,"draft_vocab_size":2000}""", 3)]
    [InlineData("""{"hidden_size":64,"vocab_size":1000}""", """{"speculators_config":{},"transformer_layer_config":{"hidden_size":32,"vocab_size":1000}}""", 1)]
    [InlineData("""{"num_hidden_layers":4}""", """{"eagle_config":{"eagle_aux_hidden_state_layer_ids":[1,3]}}""", 0)]
    [InlineData("""{"num_hidden_layers":4}""", """{"eagle_aux_hidden_state_layer_ids":[1,4]}""", 1)]
    [InlineData("""[]""", """{"hidden_size":"many"}""", 0)]
    public void A_draft_fits_the_target_it_was_made_for(string target, string draft, int mismatches) =>
        Assert.Equal(mismatches, DraftFit.Mismatches(Read(target), Read(draft)).Count);

    [Fact(Timeout = 30_000)]
    public void A_draft_that_stands_alone_may_be_of_any_width()
    {
        var (target, draft) = (Read("""{"hidden_size":64,"vocab_size":1000}"""), Read("""{"hidden_size":32,"vocab_size":1000}"""));

        Assert.Empty(DraftFit.Mismatches(target, draft, new SpeculativeAlgorithm("STANDALONE")));
        Assert.Single(DraftFit.Mismatches(target, draft, SpeculativeAlgorithm.Eagle3));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(995, 0)]
    [InlineData(990, 1)]
    [InlineData(950, 1)]
    [InlineData(1005, 1)]
    public void A_draft_that_stands_alone_may_know_the_tokens_of_the_same_tokenizer_with_less_padding(int known, int mismatches)
    {
        var draft = Read($$"""{"hidden_size":32,"vocab_size":{{known}}}""");

        Assert.Equal(mismatches, DraftFit.Mismatches(Read("""{"hidden_size":64,"vocab_size":1000}"""), draft, new SpeculativeAlgorithm("STANDALONE")).Count);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    public void The_mask_token_of_a_block_is_one_that_the_target_has(int mask, int mismatches)
    {
        var draft = Read($$"""{"hidden_size":64,"vocab_size":1000,"mask_token_id":{{mask}}}""");

        Assert.Equal(mismatches, DraftFit.Mismatches(Read("""{"hidden_size":64,"vocab_size":1000}"""), draft, SpeculativeAlgorithm.DFlash).Count);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(2048, 4096, true)]
    [InlineData(4096, 4096, false)]
    [InlineData(8192, 4096, false)]
    public void A_draft_for_a_shorter_context_is_noted(int drafted, int served, bool isNoted)
    {
        var note = DraftFit.ContextNote(Read($$"""{"max_position_embeddings":{{served}}}"""), Read($$"""{"max_position_embeddings":{{drafted}}}"""));

        Assert.Equal(isNoted, note is not null);
    }

    private static CheckpointConfiguration Read(string json) => new(JsonSerializer.Deserialize<JsonElement>(json));
}
