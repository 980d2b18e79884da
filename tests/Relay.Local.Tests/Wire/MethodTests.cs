using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A method that an address does not take: 405 in the caller's dialect, and the methods that it takes.</summary>
public sealed class MethodTests(MethodTests.OneRelay one) : IClassFixture<MethodTests.OneRelay>
{
    private const string OpenAI = """{"error":{"message":"This address takes $, and no other method.","type":"invalid_request_error","param":null,"code":"method_not_allowed"}}""";
    private const string Anthropic = """{"type":"error","error":{"type":"invalid_request_error","message":"This address takes $, and no other method.","code":"method_not_allowed"}}""";
    private const string Gemini = """{"error":{"code":405,"message":"This address takes $, and no other method.","status":"FAILED_PRECONDITION","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"method_not_allowed","domain":"relay"}]}}""";

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/v1/chat/completions", "POST", OpenAI)]
    [InlineData("PUT", "/v1/chat/completions", "POST", OpenAI)]
    [InlineData("DELETE", "/v1/responses", "POST", OpenAI)]
    [InlineData("PATCH", "/v1/responses/resp_1", "DELETE, GET", OpenAI)]
    [InlineData("GET", "/v1/responses/resp_1/cancel", "POST", OpenAI)]
    [InlineData("POST", "/openai/v1/responses/resp_1", "DELETE, GET", OpenAI)]
    [InlineData("GET", "/openai/v1/embeddings", "POST", OpenAI)]
    [InlineData("POST", "/openai/v1/models", "GET, HEAD", OpenAI)]
    [InlineData("POST", "/v1/models", "GET, HEAD", OpenAI)]
    [InlineData("GET", "/openai/deployments/m/chat/completions", "POST", OpenAI)]
    [InlineData("GET", "/v1/messages", "POST", Anthropic)]
    [InlineData("DELETE", "/anthropic/v1/messages/count_tokens", "POST", Anthropic)]
    [InlineData("PUT", "/v1beta/models/m:generateContent", "GET, HEAD, POST", Gemini)]
    [InlineData("POST", "/gemini/v1/models", "GET, HEAD", Gemini)]
    [InlineData("DELETE", "/api/keys", "GET, HEAD, POST", OpenAI)]
    [InlineData("POST", "/api/config", "GET, HEAD, PUT", OpenAI)]
    [InlineData("GET", "/api/secrets/NAME", "PUT", OpenAI)]
    [InlineData("POST", "/healthz", "GET, HEAD", OpenAI)]
    public async Task IsNotAllowed(string method, string address, string allowed, string body)
    {
        using var response = await SendAsync(method, address);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((405, allowed, body.Replace("$", allowed, StringComparison.Ordinal)), ((int)response.StatusCode, AllowOf(response), text));
        Assert.Equal("relay", response.Headers.GetValues("x-relay-error").Single());
        Assert.StartsWith("call_", response.Headers.GetValues("x-relay-call-id").Single(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/chat/completions/")]
    [InlineData("/openai/v1/chat/completions/")]
    [InlineData("/anthropic/v1/messages/")]
    [InlineData("/openai/deployments/m/chat/completions/")]
    public async Task ASlashAtTheEnd_ChangesNothing(string address)
    {
        using var response = await SendAsync("POST", address);
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task AGetOfWhatLooksLikeACall_IsOfAModel_AndWantsAKey()
    {
        using var response = await SendAsync("GET", "/v1beta/models/m:generateContent");
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/v1/messages")]
    [InlineData("/v1/v1beta/models/m:generateContent")]
    public async Task AVersionTwice_IsSaidToBeInTheBaseUrl(string address)
    {
        using var response = await SendAsync("POST", address);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("leave /v1 out of its base URL", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/openai/v1/nothing")]
    [InlineData("OPTIONS", "/nothing")]
    [InlineData("GET", "/")]
    public async Task WhereNothingStands_Is404_WithoutAllow(string method, string address)
    {
        using var response = await SendAsync(method, address);
        Assert.Equal((404, ""), ((int)response.StatusCode, AllowOf(response)));
        Assert.Equal("""{"error":{"message":"There is nothing at this address. The base URL of this relay ends in /v1, and chat is POST /v1/chat/completions.","type":"invalid_request_error","param":null,"code":"not_found"}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/chat/completions", "POST")]
    [InlineData("/api/keys/abc", "DELETE, GET, HEAD, PATCH")]
    public async Task Options_ListsTheMethods_AndLetsNoBrowserIn(string address, string allowed)
    {
        using var response = await SendAsync("OPTIONS", address);
        Assert.Equal((204, allowed), ((int)response.StatusCode, AllowOf(response)));
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/healthz", 200)]
    [InlineData("/v1/models", 200)]
    [InlineData("/api/keys", 403)]
    [InlineData("/v1/chat/completions", 405)]
    [InlineData("/nothing", 404)]
    public async Task Head_IsWhatGetWouldBe_WithoutABody(string address, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var response = await one.Relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    // Without a key: which methods there are is no secret, and a key would be looked up for nothing.
    private async Task<HttpResponseMessage> SendAsync(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(one.Relay.Relay.Url, address));
        return await one.Relay.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string AllowOf(HttpResponseMessage response) => string.Join(", ", response.Content.Headers.Allow);

    /// <summary>A relay that nothing changes.</summary>
    public sealed class OneRelay : IAsyncLifetime
    {
        internal RunningRelay Relay { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Relay = await RunningRelay.StartAsync();

        public ValueTask DisposeAsync() => Relay.DisposeAsync();
    }
}
