namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>What callers of each dialect say and get, with providers of each: the exact bytes on both sides.</summary>
public sealed class PairTests(PairRelay relay) : IClassFixture<PairRelay>
{
    public static TheoryData<string, string, string> Cases { get; } = PairCase.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Pair_Json(string name, string caller, string provider) => CheckAsync(name, caller, provider, stream: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Pair_Streaming(string name, string caller, string provider) => CheckAsync(name, caller, provider, stream: true);

    private async Task CheckAsync(string name, string caller, string provider, bool stream)
    {
        var its = PairCase.Read(name);
        var kind = stream ? "stream" : "answer";
        var wire = its.Wire(kind, provider, provider);

        var answer = await relay.AskAsync(
            caller, provider, its.Find("request", caller)!, stream, stream ? RawUpstream.Events(wire) : RawUpstream.Json(wire));

        if (its.Find("refused", caller, provider) is { } refused)
        {
            Assert.Equal((400, refused, ""), (answer.Status, answer.Body, answer.Asked));
            return;
        }

        Assert.StartsWith(PairRelay.LineOf(provider, stream), answer.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal(
            PairRelay.Fill(its.Find("request", caller, provider)!, provider, PairRelay.RealModel(provider), stream), answer.Asked);
        Assert.Equal((200, false), (answer.Status, answer.IsCut));
        Assert.Equal(its.Wire(kind, provider, caller), answer.Body);
        Assert.Equal(its.Find("dropped", caller, provider) ?? "", answer.Dropped);
    }
}
