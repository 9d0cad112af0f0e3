namespace SpeculativeDecoding.Tests;

/// <summary>Expects a refusal for one reason.</summary>
internal static class Refusal
{
    public static async Task<HubException> OfAsync(HubFailureReason reason, Func<Task> work)
    {
        var refused = await Assert.ThrowsAsync<HubException>(work);
        Assert.Equal(reason, refused.Reason);
        Assert.NotEmpty(refused.Hint!);
        return refused;
    }
}
