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

    private static CheckpointConfiguration Read(string json) => new(JsonSerializer.Deserialize<JsonElement>(json));
}
