using System.ClientModel;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>The list of models by the official SDK.</summary>
public sealed class ModelListTests
{
    [Fact(Timeout = 60_000)]
    public async Task TheList_HasWhatTheKeyMayUse()
    {
        await using var relay = await RunningRelay.StartAsync();

        var all = (await relay.Models().GetModelsAsync(TestContext.Current.CancellationToken)).Value;
        Assert.Equal("sandbox", Assert.Single(all, model => model.Id == "sandbox").OwnedBy);

        var other = await relay.NewKeyAsync("""{"models":["gpt-*"]}""");
        var few = (await relay.Models(other).GetModelsAsync(TestContext.Current.CancellationToken)).Value;
        Assert.DoesNotContain(few, model => model.Id == "sandbox");
    }

    [Fact(Timeout = 60_000)]
    public async Task OneModel_IsFound_AlsoWhenItAnswersByPatternOnly()
    {
        await using var relay = await RunningRelay.StartAsync();
        var one = (await relay.Models().GetModelAsync("sandbox:tokens=3", TestContext.Current.CancellationToken)).Value;
        Assert.Equal(("sandbox:tokens=3", "sandbox"), (one.Id, one.OwnedBy));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnUnknownModel_Is404_ByTheSdksException()
    {
        await using var relay = await RunningRelay.StartAsync();
        var thrown = await Assert.ThrowsAsync<ClientResultException>(
            () => relay.Models().GetModelAsync("no-such-model", TestContext.Current.CancellationToken));
        Assert.Equal((404, "model_not_found"), thrown.Read());
    }
}
