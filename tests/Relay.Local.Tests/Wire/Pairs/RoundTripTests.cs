namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// The next turn of a conversation: a caller brings back what it got, and the provider gets its own thoughts and its own
/// signature, byte for byte, whatever dialect carried them.
/// </summary>
public sealed class RoundTripTests(PairRelay relay) : IClassFixture<PairRelay>
{
    public static TheoryData<string, string, string> Cases { get; } = PairCase.Pairs("Reasoning");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Turn_Json(string name, string caller, string provider) => CheckAsync(name, caller, provider, stream: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Turn_Streaming(string name, string caller, string provider) => CheckAsync(name, caller, provider, stream: true);

    private async Task CheckAsync(string name, string caller, string provider, bool stream)
    {
        var its = PairCase.Read(name);
        var wire = its.Wire(stream ? "stream" : "answer", provider, provider);
        wire = stream ? RawUpstream.Events(wire) : RawUpstream.Json(wire);
        var first = await relay.AskAsync(caller, provider, its.Find("request", caller)!, stream, wire);
        var turn = AssistantTurn.Of(caller, first.Body, stream);

        var second = await relay.AskAsync(
            caller, provider, its.Find("again", caller)!.Replace("{turn}", turn, StringComparison.Ordinal), stream, wire);

        Assert.Equal(200, second.Status);
        var own = caller == provider ? turn : its.Find("turn", caller, provider)!;
        Assert.Contains(own, second.Asked, StringComparison.Ordinal);
    }
}
