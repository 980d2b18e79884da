namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>What callers of each dialect are told when a provider of each refuses, and when it fails in mid-stream.</summary>
public sealed class ErrorTests : IAsyncLifetime
{
    private readonly PairRelay _relay = new();

    public static TheoryData<string, string, string> Cases { get; } = PairCase.Pairs("Error");

    public ValueTask InitializeAsync() => _relay.InitializeAsync();

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Refused_Json(string name, string caller, string provider) => RefuseAsync(name, caller, provider, stream: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Refused_Streaming(string name, string caller, string provider) => RefuseAsync(name, caller, provider, stream: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Broken_Streaming(string name, string caller, string provider)
    {
        var its = PairCase.Read(name);
        var wire = its.Wire("broken", provider, provider);

        var answer = await _relay.AskAsync(caller, provider, its.Find("request", caller)!, true, RawUpstream.Events(wire));

        // Gemini's own clients take a cut connection for the end of everything.
        Assert.Equal((200, caller != "gemini"), (answer.Status, answer.IsCut));
        var expected = its.Wire("broken", provider, caller);
        if (caller == "responses" && provider != caller)
        {
            // How far the stream had come stands in its last event, too; ResponsesStreamWriterTests have it whole.
            Assert.StartsWith(expected[..expected.LastIndexOf("event: ", StringComparison.Ordinal)], answer.Body, StringComparison.Ordinal);
            Assert.Contains("\"message\":\"Overloaded now.\"", answer.Body, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(expected, answer.Body);
    }

    private async Task RefuseAsync(string name, string caller, string provider, bool stream)
    {
        var its = PairCase.Read(name);
        var header = provider == "messages" ? "request-id" : "x-request-id";
        var wire = RawUpstream.Json(its.Find("error", provider)!, "400 Bad Request", header + ": req_1\r\n");

        var answer = await _relay.AskAsync(caller, provider, its.Find("request", caller)!, stream, wire);

        Assert.Equal((400, its.Find("error", provider, caller)), (answer.Status, answer.Body));
        // Where the caller's own clients look for it, whatever its name was on the way.
        Assert.Equal(("req_1", "provider"), (answer.Headers[caller == "messages" ? "request-id" : "x-request-id"], answer.Headers["x-relay-error"]));
        Assert.False(answer.Headers.ContainsKey(caller == "messages" ? "x-request-id" : "request-id"));
    }
}
