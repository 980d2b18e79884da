using System.Net.Http.Headers;
using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>What a caller did wrong: an error in OpenAI's form that says what to do, nothing sent, nothing settled.</summary>
public sealed class RefusalTests
{
    private const string Body = """{"model":"m","messages":[]}""";

    [Theory]
    [InlineData("", "invalid_json", "The body must be a JSON object, but it is empty.")]
    [InlineData("[]", "invalid_json", "The body must be a JSON object, but its top level is something else.")]
    [InlineData("{\"model\":\"m\",", "invalid_json", "The body must be a JSON object, but it breaks at line 1, byte 13 of it.")]
    [InlineData("{}", "missing_field", "The field model is missing. Name the model to use.")]
    [InlineData("{\"model\":4}", "invalid_field", "The field model must be a string.")]
    [InlineData("{\"model\":null}", "invalid_field", "The field model must be a string.")]
    [InlineData("{\"model\":\"\"}", "invalid_field", "The field model must be the name of a model, of 256 characters at most.")]
    [InlineData("{\"model\":\"m\",\"stream\":1}", "invalid_field", "The field stream must be true or false.")]
    public async Task ABadBody_Is400(string body, string code, string message) =>
        await RefusesAsync(relay => relay.ChatAsync(body), 400, code, message);

    [Fact]
    public async Task AnUnknownModel_Is404_AndNamesNearOnes() =>
        await RefusesAsync(relay => relay.ChatAsync("""{"model":"sandbix"}"""), 404, "model_not_found",
            "The model `sandbix` does not exist here. Did you mean sandbox? GET /v1/models lists the models there are.");

    [Fact]
    public async Task NoKey_Is401() =>
        await RefusesAsync(relay => SendAsync(relay, null), 401, "missing_api_key",
            "No API key was sent. Send one as Authorization: Bearer sk-relay-….");

    [Theory]
    [InlineData("sk-other")]
    [InlineData("sk-relay-aaaaaaaaaaaa-0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task AnUnknownKey_Is401(string key) =>
        await RefusesAsync(relay => SendAsync(relay, key), 401, "invalid_api_key",
            "This API key is not known here. Check it, or ask for a new one.");

    [Fact]
    public async Task AnAdminKey_Is403() =>
        await RefusesAsync(relay => SendAsync(relay, relay.Relay.Keys!.Admin), 403, "wrong_key_role",
            "An admin key calls no models. Make a relay key with POST /api/keys.");

    [Fact]
    public async Task AModelThatTheKeyMayNotUse_Is403() =>
        await RefusesAsync(async relay => await SendAsync(relay, await relay.NewKeyAsync("""{"models":["gpt-*"]}""")), 403,
            "model_not_allowed", "This API key may not use this model. GET /v1/models lists those that it may use.");

    [Fact]
    public async Task ADisabledKey_Is401_AtOnce() =>
        await RefusesAsync(async relay =>
        {
            var key = await relay.NewKeyAsync("{}");
            using var before = await SendAsync(relay, key);
            Assert.Equal(502, (int)before.StatusCode);
            using var change = await relay.Admin.PatchAsync($"/api/keys/{key[9..21]}", Json("""{"disabled":true}"""), TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)change.StatusCode);
            return await SendAsync(relay, key);
        }, 401, "disabled_api_key", "This API key is switched off. Ask whoever runs this relay.", calls: 1);

    [Fact]
    public async Task ADeletedKey_Is401_AtOnce() =>
        await RefusesAsync(async relay =>
        {
            var key = await relay.NewKeyAsync("{}");
            using var deleted = await relay.Admin.DeleteAsync($"/api/keys/{key[9..21]}", TestContext.Current.CancellationToken);
            Assert.Equal(204, (int)deleted.StatusCode);
            return await SendAsync(relay, key);
        }, 401, "invalid_api_key", "This API key is not known here. Check it, or ask for a new one.");

    [Fact]
    public async Task ABodyLargerThanTheLimit_Is413_WithAndWithoutItsLength()
    {
        await using var upstream = RawUpstream.Start("");
        await using var relay = await RunningRelay.StartAsync(upstream, """,  "limits":{"body_bytes":1024}""");
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json(new string(' ', 1025)) };
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
            await IsErrorAsync(response, 413, "body_too_large",
                "The body is larger than the 1024 bytes that this relay takes. Send less, or raise limits.body_bytes in its config.");
        }

        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task ABodyPackedWithZstd_Is415()
    {
        await RefusesAsync(relay =>
        {
            var content = Json(Body);
            content.Headers.ContentEncoding.Add("zstd");
            return relay.Http.PostAsync("/v1/chat/completions", content, TestContext.Current.CancellationToken);
        }, 415, "unsupported_encoding",
            "The body has a Content-Encoding that this relay does not read: it takes gzip, br and none. Codex packs with zstd when its provider is named \"OpenAI\": give it another name in config.toml, or set features.enable_request_compression = false.");
    }

    [Fact]
    public async Task AModelWithoutAPrice_WhereTheConfigRefusesSuch_Is400()
    {
        await using var upstream = RawUpstream.Start("");
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["dear"]}],
              "unpriced": "refuse"
            }
            """);
        using var response = await relay.ChatAsync("""{"model":"dear"}""");
        await IsErrorAsync(response, 400, "model_unpriced",
            "The model `dear` has no price, and this relay's config refuses such models (unpriced: refuse). Add a price for it under prices.");
        Assert.Empty(upstream.Requests);
        Assert.Empty(await relay.RecordsAsync());
    }

    private static async Task RefusesAsync(
        Func<RunningRelay, Task<HttpResponseMessage>> send, int status, string code, string message, int calls = 0)
    {
        await using var upstream = RawUpstream.Start("no answer");
        await using var relay = await RunningRelay.StartAsync(upstream);
        using var response = await send(relay);
        await IsErrorAsync(response, status, code, message);
        // What answers nothing is asked once more.
        Assert.Equal(2 * calls, upstream.Requests.Count);
        Assert.Equal(calls, (await relay.RecordsAsync()).Count);
    }

    private static async Task IsErrorAsync(HttpResponseMessage response, int status, string code, string message)
    {
        using var json = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal((status, code, message), ((int)response.StatusCode, error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal("relay", response.Headers.GetValues("x-relay-error").Single());
        // Claude Code goes on for minutes otherwise.
        Assert.Equal(
            status is 401 or 403 ? "false" : null,
            response.Headers.TryGetValues("x-should-retry", out var again) ? again.Single() : null);
        Assert.StartsWith("call_", response.Headers.GetValues("x-relay-call-id").Single(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SendAsync(RunningRelay relay, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(relay.Relay.Url, "/v1/chat/completions")) { Content = Json(Body) };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return relay.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
