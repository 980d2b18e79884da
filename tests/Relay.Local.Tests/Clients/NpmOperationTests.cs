using System.Text;
using Relay.Local.Tests.Running;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>What models do beside holding a conversation, by OpenAI's SDK of npm, called as itself and as Azure's.</summary>
public sealed class NpmOperationTests
{
    private const string Picture = """{"created":1,"data":[{"b64_json":"AAEC"}]}""";

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["/chat/completions"] = RawUpstream.Json("""{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}"""),
        ["/responses"] = RawUpstream.Json("""{"id":"resp_1","object":"response","status":"completed","model":"real","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"here","annotations":[]}]}]}"""),
        ["/completions"] = RawUpstream.Json("""{"id":"1","choices":[{"index":0,"text":"there","finish_reason":"stop"}]}"""),
        ["/embeddings"] = RawUpstream.Json("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAL8="}],"model":"real","usage":{"prompt_tokens":7,"total_tokens":7}}"""),
        ["/images/generations"] = RawUpstream.Json(Picture),
        ["/images/edits"] = RawUpstream.Json(Picture),
        ["/audio/speech"] = RawUpstream.Whole("ID3 sound", "audio/mpeg"),
        ["/audio/transcriptions"] = RawUpstream.Json("""{"text":"grüß dich"}"""),
    };

    [Theory(Timeout = 180_000)]
    [InlineData("openai")]
    [InlineData("azure")]
    [InlineData("azure-by-model")]
    public async Task EachOperation_GivesWhatTheProviderGave(string provider)
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        await using var upstream = RawUpstream.Start((request, stream, cancellationToken) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes(Answers[request.Split(' ')[1]["/v1".Length..]]), cancellationToken).AsTask());
        await using var relay = await RunningRelay.StartAsync(upstream);

        var results = await NodeClient.RunAsync(relay, "operations.mjs", provider);

        // These are forms.
        string[] unasked = provider == "azure-by-model" ? ["edit", "transcription", "transcriptionFileFirst"] : [];
        Assert.Equal(
            new[] { "chat: hello", "completion: there", "edit: AAEC", "embeddings: [1,-0.5]", "image: AAEC", "response: here", "speech: ID3 sound", "transcription: grüß dich", "transcriptionFileFirst: grüß dich" }.Where(line => !unasked.Contains(line.Split(':')[0])),
            results.Select(result => $"{result.Key}: {result.Value}").Order(StringComparer.Ordinal));
        Assert.All(upstream.Requests, request => Assert.Contains("real", request, StringComparison.Ordinal));
    }
}
