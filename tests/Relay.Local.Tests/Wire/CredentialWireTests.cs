using System.Net;
using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>What an account that has no stored key shows to its provider, to the byte.</summary>
public sealed class CredentialWireTests
{
    private const string Body = """{"model":"m","messages":[]}""";
    private const string Whole = """{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}""";
    private const string Events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task AnAccountWithOAuth_ShowsItsToken_Json()
    {
        await using var server = RawUpstream.Start(RawUpstream.Json("""{"access_token":"canary-token","token_type":"bearer","expires_in":3600}"""));
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await StartAsync(server, upstream);

        using var response = await relay.ChatAsync(Body);

        Assert.Equal(Whole, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            $"""
             POST /v1/token HTTP/1.1
             Host: {new Uri(server.BaseUrl).Authority}
             Accept: application/json
             Content-Type: application/x-www-form-urlencoded
             Content-Length: 82

             grant_type=client_credentials&client_id=relay&client_secret=sandbox&scope=models+x
             """,
            server.Requests.Single().ReplaceLineEndings("\n"));
        Assert.Equal(
            $$"""
             POST /v1/chat/completions HTTP/1.1
             Host: {{new Uri(upstream.BaseUrl).Authority}}
             Accept-Encoding: identity
             Authorization: Bearer canary-token
             Content-Type: application/json
             Content-Length: 30

             {"model":"real","messages":[]}
             """,
            upstream.Requests.Single().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task AnAccountWithOAuth_ShowsItsToken_Streaming()
    {
        await using var server = RawUpstream.Start(RawUpstream.Json("""{"access_token":"canary-token","expires_in":"3600"}"""));
        await using var upstream = RawUpstream.Start(RawUpstream.Events(Events));
        await using var relay = await StartAsync(server, upstream);

        using var first = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[]}""");
        Assert.Equal(Events, await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var second = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[]}""");
        Assert.Equal(Events, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Single(server.Requests);
        Assert.All(upstream.Requests, request => Assert.Contains("\r\nAuthorization: Bearer canary-token\r\n", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("400 Bad", """{"error":"invalid_grant","error_description":"canary-words"}""")]
    [InlineData("500 Broken", "canary-words")]
    [InlineData("200 OK", "<html>canary-words</html>")]
    public async Task WithoutAToken_NothingIsSent_AndTheCallerLearnsNoMore(string status, string answer)
    {
        await using var server = RawUpstream.Start(RawUpstream.Json(answer, status));
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await StartAsync(server, upstream);

        using var response = await relay.ChatAsync(Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("30", response.Headers.GetValues("Retry-After").Single());
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("secret_unavailable", body, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", body, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task GeminiAtVertex_IsCalledUnderItsPublisher_WithTheToken()
    {
        await using var server = RawUpstream.Start(RawUpstream.Json("""{"access_token":"canary-token","expires_in":3600}"""));
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"candidates":[{"content":{"role":"model","parts":[{"text":"a"}]},"finishReason":"STOP"}]}"""));
        await using var relay = await RunningRelay.StartAsync($$"""
            {"accounts":[{"id":"v","provider":"vertex","models":["gemini-*"],"auth":"oauth2","token_url":"{{server.BaseUrl}}/token",
              "client_id":"relay","client_secret":"SANDBOX_API_KEY","base_url":"{{upstream.BaseUrl}}/projects/p/locations/l/publishers/google"}]}
            """);

        using var response = await relay.ChatAsync("""{"model":"gemini-x","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sent = upstream.Requests.Single();
        Assert.StartsWith("POST /v1/projects/p/locations/l/publishers/google/models/gemini-x:generateContent HTTP/1.1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer canary-token\r\n", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("x-goog-api-key", sent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SecretsOfThisMachine_AreListed_AndNotSet()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await RunningRelay.StartAsync(upstream);

        var listed = await relay.Admin.GetStringAsync("/api/secrets", TestContext.Current.CancellationToken);
        Assert.StartsWith(
            """{"data":[{"name":"SANDBOX_API_KEY","version":null,"created_at":null,"age_seconds":null,"accounts":["up0"],"fault":null}],"read_only":"Secrets are environment variables here,""",
            listed, StringComparison.Ordinal);

        using var body = new StringContent("""{"value":"canary-value"}""", Encoding.UTF8, "application/json");
        using var put = await relay.Admin.PutAsync("/api/secrets/SANDBOX_API_KEY", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);
        Assert.Contains("secrets_read_only", await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Task<RunningRelay> StartAsync(RawUpstream server, RawUpstream upstream) => RunningRelay.StartAsync($$"""
        {
          "accounts": [{"id":"a","provider":"azure-openai","base_url":"{{upstream.BaseUrl}}","auth":"oauth2",
            "token_url":"{{server.BaseUrl}}/token","client_id":"relay","client_secret":"SANDBOX_API_KEY","scope":"models x"}],
          "models": [{"name":"m","targets":[{"account":"a","model":"real"}]}]
        }
        """);
}
