using System.Text;
using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>Gemini's stream without <c>alt=sse</c>: the elements of an array, each when it comes.</summary>
public sealed class GeminiArrayTests
{
    private const string Body = """{"contents":[{"role":"user","parts":[{"text":"x"}]}]}""";

    private static readonly string[] Native =
    [
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"gr\u00fc\u00df\"}]}}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" dich\"}]},\"finishReason\":\"STOP\"}],\"modelVersion\":\"real-1\"}",
    ];

    private static readonly string[] Chat =
    [
        "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"gr\u00fc\u00df\"}}]}",
        "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" dich\"},\"finish_reason\":\"stop\"}]}",
        "[DONE]",
    ];

    private readonly SemaphoreSlim _next = new(0);

    [Theory(Timeout = 60_000)]
    [InlineData("google")]
    [InlineData("groq")]
    public async Task EachElement_GoesOnAtOnce_AndTheArrayIsWhole(string provider)
    {
        await using var upstream = Stepwise(provider == "google" ? Native : Chat, isCut: false);
        await using var relay = await RunningRelay.StartAsync(upstream, provider: provider);

        using var response = await PostAsync(relay);
        using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        // The provider goes on only when the caller has the first one.
        var first = await ReadElementAsync(body);
        Assert.StartsWith("[{", first, StringComparison.Ordinal);
        _next.Release(10);
        var rest = await ReadToEndAsync(body);
        Assert.Contains(",\r\n{", first + rest, StringComparison.Ordinal);
        using var array = JsonDocument.Parse(first + rest);
        Assert.Equal("gr\u00fc\u00df dich", string.Concat(array.RootElement.EnumerateArray().Select(TextOf)));
        if (provider == "google") Assert.Equal($"[{Native[0]},\r\n{Native[1]}]", first + rest);
        Assert.Contains(
            provider == "google" ? "streamGenerateContent?alt=sse HTTP" : "/chat/completions HTTP", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("completed", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("google")]
    [InlineData("groq")]
    public async Task AnArrayThatBreaks_EndsWithAnErrorElement_AndCleanly(string provider)
    {
        _next.Release(10);
        await using var upstream = Stepwise((provider == "google" ? Native : Chat)[..1], isCut: true);
        await using var relay = await RunningRelay.StartAsync(upstream, provider: provider);

        using var response = await PostAsync(relay);

        using var array = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, array.RootElement.GetArrayLength());
        Assert.Equal("gr\u00fc\u00df", TextOf(array.RootElement[0]));
        var error = array.RootElement[1].GetProperty("error");
        Assert.Equal((502, "UNAVAILABLE"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal("truncated", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task TheProvidersOwnError_IsThatElement()
    {
        const string Error = "{\"error\":{\"code\":500,\"message\":\"x\",\"status\":\"INTERNAL\"}}";
        await using var upstream = RawUpstream.Start(RawUpstream.Events($"data: {Native[0]}\r\n\r\ndata: {Error}\r\n\r\n"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay);

        Assert.Equal($"[{Native[0]},\r\n{Error}]", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ARefusal_IsTheOneElement_WithItsStatus()
    {
        const string Error = "{\"error\":{\"code\":400,\"message\":\"x\",\"status\":\"INVALID_ARGUMENT\"}}";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Error, "400 Bad Request"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var providers = await PostAsync(relay);
        using var own = await PostAsync(relay, "unknown");
        using var events = await PostAsync(relay, "unknown", "?alt=sse");

        Assert.Equal((400, $"[{Error}]"), ((int)providers.StatusCode, await TextOfAsync(providers)));
        var body = await TextOfAsync(own);
        Assert.StartsWith("[{\"error\":{\"code\":404,", body, StringComparison.Ordinal);
        Assert.Equal((404, body, body.Length), ((int)own.StatusCode, $"[{await TextOfAsync(events)}]", own.Content.Headers.ContentLength));
    }

    private static Task<string> TextOfAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private RawUpstream Stepwise(string[] events, bool isCut) => RawUpstream.Start(async (_, stream, cancellationToken) =>
    {
        for (var i = 0; i < events.Length; i++)
        {
            if (i > 0) await _next.WaitAsync(cancellationToken);
            var chunk = $"data: {events[i]}\n\n";
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes(i == 0 ? RawUpstream.CutEvents(chunk) : RawUpstream.Chunk(chunk)), cancellationToken);
        }

        if (!isCut) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
    });

    private static async Task<string> ReadElementAsync(Stream body)
    {
        var all = new List<byte>();
        var depth = 0;
        var buffer = new byte[1];
        do
        {
            await body.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
            all.Add(buffer[0]);
            depth += buffer[0] == '{' ? 1 : buffer[0] == '}' ? -1 : 0;
        }
        while (depth > 0 || buffer[0] != '}');
        return Encoding.UTF8.GetString([.. all]);
    }

    private static async Task<string> ReadToEndAsync(Stream body)
    {
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static string TextOf(JsonElement piece) => string.Concat(
        piece.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("text").GetString()));

    private static Task<HttpResponseMessage> PostAsync(RunningRelay relay, string model = "m", string query = "") => relay.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"/v1beta/models/{model}:streamGenerateContent{query}") { Content = new StringContent(Body, null, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);
}
