using System.IO.Compression;
using System.Text;
using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire.Operations;

namespace Relay.Local.Tests.Wire;

/// <summary>Requirement 15 of what clients need: a packed body reaches the provider as it was before it was packed.</summary>
public sealed class PackedBodyTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task APackedBody_GoesUpPlain_Json(string encoding)
    {
        const string answer = """{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/chat/completions", Pack("""{"messages":[{"role":"user","content":"grüße"}],"model":"m"}""", encoding), "application/json");

        Assert.Equal(
            OperationRelay.Request(upstream, "chat/completions", """{"messages":[{"role":"user","content":"grüße"}],"model":"real"}"""),
            upstream.Requests.Single());
        Assert.Equal(answer, await response.TextAsync());
    }

    [Fact]
    public async Task ABomb_Is413()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, ",\"limits\":{\"body_bytes\":100000}");

        using var response = await relay.PostAsync("/v1/chat/completions", Pack(new string(' ', 10_000_000), "gzip"), "application/json");

        Assert.Equal((413, "body_too_large", null), await response.ErrorAsync());
        Assert.Empty(upstream.Requests);
    }

    private static ByteArrayContent Pack(string text, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(Encoding.UTF8.GetBytes(text));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
