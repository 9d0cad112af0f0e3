namespace SpeculativeDecoding.Tests;

/// <summary>A secret is in no line that is kept, and a line is still one that can be read.</summary>
public sealed class SecretMaskTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("sk-12345", "api_key='sk-12345', x=sk-123456", "api_key='***', x=***6")]
    [InlineData("abc", "--api-key abc and abcd, xabc, 'abc' abc", "--api-key *** and abcd, xabc, '***' ***")]
    [InlineData("K", "K=K K2 (K)", "***=*** K2 (***)")]
    [InlineData("a.b", "a.b.a.b a.bc", "***.*** a.bc")]
    [InlineData("", "nothing", "nothing")]
    public void A_key_is_masked_however_short_it_is(string key, string line, string shown) => Assert.Equal(shown, new SecretMask([key, null], []).Apply(line));

    [Fact(Timeout = Limit)]
    public void What_the_environment_holds_is_masked_where_it_is_long_enough_to_be_a_secret()
    {
        var mask = new SecretMask([], ["hf_abcdefgh", "1", null]);

        Assert.Equal("token *** of 1", mask.Apply("token hf_abcdefgh of 1"));
    }

    [Fact(Timeout = Limit)]
    public void A_launch_knows_the_tokens_of_the_hub_the_saved_one_and_the_servers_own_secrets()
    {
        using var home = new TemporaryFolder();
        File.WriteAllText(Path.Combine(home.Path, "token"), "hf_saved_token\n");
        var options = new PlanOptions { SglangVersion = "0.5.17", ApiKey = "k1" };
        options.ExtraArguments.Add("--admin-api-key=adm");
        var plan = LaunchPlan.Create(Catalog.Qwen3_30B, options);
        var environment = new Dictionary<string, string> { ["HF_HOME"] = home.Path, ["HUGGING_FACE_HUB_TOKEN"] = "hf_older_name", ["HF_TOKEN"] = "hf_newer_name", ["WANDB_API_KEY"] = "wandb-key" };

        var shown = LaunchSecrets.Mask(plan, environment).Apply("hf_saved_token hf_older_name hf_newer_name wandb-key k1 adm end");

        Assert.Equal("*** *** *** *** *** *** end", shown);
    }

    [Fact(Timeout = Limit)]
    public void Several_secrets_stand_in_one_line_of_yaml()
    {
        Assert.Equal("api-key: 'it''s'", SecretFile.For("/run/x/server.yaml", "it's").Content);
        Assert.Equal("{api-key: 'a', admin-api-key: 'b: {'}", SecretFile.For("/run/x/server.yaml", [("api-key", "a"), ("admin-api-key", "b: {")]).Content);
        Assert.Throws<ArgumentException>(() => SecretFile.For("/run/x/server.yaml", [("api-key", "a"), ("admin-api-key", "b\nc: d")]));
    }
}
