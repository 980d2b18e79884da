namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// The next turn of a conversation: a caller brings back what it got (<c>## again</c>, with the place <c>{turn}</c>), and the
/// provider gets its own thoughts, calls and signatures (<c>## turn</c>), byte for byte, whatever dialect carried them.
/// </summary>
public sealed class RoundTripTests(PairRelay relay) : IClassFixture<PairRelay>
{
    public static TheoryData<string, string, string> Cases { get; } = PairCase.Turns();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Turn_Json(string name, string caller, string provider) => CheckAsync(name, caller, provider, stream: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Turn_Streaming(string name, string caller, string provider) => CheckAsync(name, caller, provider, stream: true);

    private async Task CheckAsync(string name, string caller, string provider, bool stream)
    {
        var its = PairCase.Read(name);
        var kind = stream ? "stream" : "answer";
        var wire = its.Wire(kind, provider, provider);
        wire = stream ? RawUpstream.Events(wire) : RawUpstream.Json(wire);
        string Fill(string request) => PairRelay.Fill(request, provider, PairRelay.RealModel(provider), stream);

        var first = await relay.AskAsync(caller, provider, its.Find("request", caller)!, stream, wire);
        var turn = AssistantTurn.Of(caller, first.Body, stream);
        var second = await relay.AskAsync(
            caller, provider, its.Find("again", caller)!.Replace("{turn}", turn, StringComparison.Ordinal).Replace("{id}", its.Find("id", provider, caller), StringComparison.Ordinal), stream, wire);

        Assert.Equal((Fill(its.Find("request", caller, provider)!), its.Wire(kind, provider, caller)), (first.Asked, first.Body));
        Assert.Equal(200, second.Status);
        var own = caller == provider ? turn : its.Find("turn", caller, provider)!;
        Assert.Equal(Fill(its.Find("again", caller, provider)!.Replace("{turn}", own, StringComparison.Ordinal).Replace("{id}", "t1", StringComparison.Ordinal)), second.Asked);
        Assert.Equal(its.Find("again dropped", caller, provider) ?? "", second.Dropped);
    }
}
