using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>Sessions, constraints and explanations as callers and admins see them.</summary>
public sealed class RoutingWireTests
{
    private const string Answer = """{"choices":[{"index":0,"message":{"role":"assistant","content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";
    private const string Events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ASession_StaysWhereItIs_AndManyAreSpread_JsonAndStreaming(bool stream)
    {
        await using var one = RawUpstream.Start(stream ? RawUpstream.Events(Events) : RawUpstream.Json(Answer));
        await using var two = RawUpstream.Start(stream ? RawUpstream.Events(Events) : RawUpstream.Json(Answer));
        await using var relay = await StartAsync(one, two);
        var accounts = new List<string>();
        for (var session = 0; session < 20; session++)
        {
            var own = new HashSet<string>();
            for (var turn = 0; turn < 3; turn++)
            {
                var later = string.Concat(Enumerable.Repeat(""",{"role":"assistant","content":"x"},{"role":"user","content":"more"}""", turn));
                using var response = await relay.ChatAsync(
                    $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"system","content":"s"},{"role":"user","content":"{{session}}"}{{later}}]}""");
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                own.Add(response.Headers.GetValues("x-relay-account").Single());
            }

            accounts.Add(Assert.Single(own));
        }

        Assert.Equal(["one", "two"], accounts.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheCallersConstraints_AreKept_AndSlipsAreRefused()
    {
        await using var one = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var two = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await StartAsync(one, two);

        using var allowed = await SendAsync(relay, ("x-relay-only", "us, eu"), ("x-relay-avoid", "us"));
        Assert.Equal("one", allowed.Headers.GetValues("x-relay-account").Single());
        using var none = await SendAsync(relay, ("x-relay-only", "eu"), ("x-relay-avoid", "one"));
        Assert.Equal((HttpStatusCode.BadRequest, "no_account_allowed"), (none.StatusCode, await CodeAsync(none)));
        using var slip = await SendAsync(relay, ("x-relay-only", "ue"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (slip.StatusCode, await CodeAsync(slip)));
        Assert.Single(one.Requests);
        Assert.Empty(two.Requests);
    }

    [Fact]
    public async Task AnExplanation_IsThatOfTheCall_AndTellsWhatWouldCome()
    {
        await using var one = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var two = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await StartAsync(one, two);
        using var response = await SendAsync(relay, ("x-relay-session", "s"));
        var record = await relay.RecordAsync(response);

        using var past = await ExplainAsync(relay, new { call_id = record.GetProperty("id").GetString() });
        using var pastJson = JsonDocument.Parse(await past.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(record.GetProperty("routing").GetRawText(), pastJson.RootElement.GetRawText());
        var plan = pastJson.RootElement.GetProperty("plan");
        Assert.Equal(2, plan.GetArrayLength());
        Assert.Equal(response.Headers.GetValues("x-relay-account").Single(), plan[0].GetProperty("account").GetString());
        Assert.Equal("x-relay-session", pastJson.RootElement.GetProperty("session").GetProperty("from").GetString());

        using var next = await ExplainAsync(relay, new { model = "m", dialect = "anthropic", session = "s", avoid = new[] { "us" } });
        using var nextJson = JsonDocument.Parse(await next.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            pastJson.RootElement.GetProperty("session").GetProperty("hash").GetString(), nextJson.RootElement.GetProperty("session").GetProperty("hash").GetString());
        Assert.Equal("one", nextJson.RootElement.GetProperty("plan").EnumerateArray().Single().GetProperty("account").GetString());
        Assert.Equal("us", nextJson.RootElement.GetProperty("excluded")[0].GetProperty("word").GetString());
        Assert.False((await relay.RecordsAsync()).Single().TryGetProperty("routing", out _));
    }

    [Theory]
    [InlineData("""{}""", 400, "invalid_field")]
    [InlineData("""{"model":7}""", 400, "invalid_field")]
    [InlineData("""{"model":"m","bogus":1}""", 400, "invalid_field")]
    [InlineData("""{"model":"nothing"}""", 404, "model_not_found")]
    [InlineData("""{"model":"m","dialect":"morse"}""", 400, "invalid_field")]
    [InlineData("""{"model":"m","only":[]}""", 400, "invalid_field")]
    [InlineData("""{"model":"m","avoid":[null]}""", 400, "invalid_field")]
    [InlineData("""{"model":"m","key":"zzzzzzzzzzzz"}""", 404, "not_found")]
    [InlineData("""{"call_id":"call_00000000000000000000000000000000"}""", 404, "not_found")]
    [InlineData("""{"call_id":"call_00000000000000000000000000000000","model":"m"}""", 400, "invalid_field")]
    public async Task AQuestionThatIsWrong_IsRefused(string body, int status, string code)
    {
        await using var one = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await StartAsync(one, one);
        using var response = await relay.Admin.PostAsync("/api/route/explain", new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal((status, code), ((int)response.StatusCode, await CodeAsync(response)));
    }

    [Fact]
    public async Task OnlyAnAdmin_IsToldHowCallsAreRouted()
    {
        await using var one = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await StartAsync(one, one);
        using var response = await relay.Http.PostAsJsonAsync("/api/route/explain", new { model = "m" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static Task<RunningRelay> StartAsync(RawUpstream one, RawUpstream two) => RunningRelay.StartAsync($$"""
        {
          "accounts": [
            {"id":"one","provider":"sandbox","base_url":"{{one.BaseUrl}}","secret":"SANDBOX_API_KEY","region":"eu"},
            {"id":"two","provider":"sandbox","base_url":"{{two.BaseUrl}}","secret":"SANDBOX_API_KEY","region":"us"}],
          "models": [{"name":"m","targets":[{"account":"one"},{"account":"two"}]}]
        }
        """);

    private static Task<HttpResponseMessage> SendAsync(RunningRelay relay, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", null, "application/json"),
        };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<HttpResponseMessage> ExplainAsync(RunningRelay relay, object question) =>
        relay.Admin.PostAsJsonAsync("/api/route/explain", question, TestContext.Current.CancellationToken);

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("error").GetProperty("code").GetString();
    }
}
