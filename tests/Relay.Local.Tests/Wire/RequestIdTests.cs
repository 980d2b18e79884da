using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Wire;

/// <summary>The id of a request stands where the caller's SDK looks for it, whoever answered.</summary>
public sealed class RequestIdTests
{
    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var caller in DialectCalls.Dialects)
        {
            foreach (var provider in DialectCalls.Dialects) pairs.Add(caller, provider);
        }

        return pairs;
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Pairs))]
    public async Task AnAnswer_HasItsProvidersOwn_AndARefusalTheCalls(string caller, string provider)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await StartAsync(sandbox.BaseUrl.ToString(), provider);
        foreach (var stream in new[] { false, true })
        {
            using var answer = await DialectCalls.AskAsync(relay, caller, "m", "Hi", stream);
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.StartsWith("sandbox-", IdOf(answer, caller), StringComparison.Ordinal);
            using var refused = await DialectCalls.AskAsync(relay, caller, "nothing", "Hi", stream);
            Assert.Equal(404, (int)refused.StatusCode);
            Assert.Equal(CallOf(refused), IdOf(refused, caller));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai-chat", "")]
    [InlineData("anthropic", "")]
    [InlineData("openai-chat", "request-id: req_1\r\n")]
    [InlineData("anthropic", "x-request-id: req_1\r\n")]
    public async Task AProvidersHeader_IsNamedAsTheCallerKnowsIt_AndWhereItHasNoneTheCallsIdStands(string caller, string header)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"error":{"message":"No."}}""", "422 No", header));
        await using var relay = await StartAsync(upstream.BaseUrl, caller);

        using var answer = await DialectCalls.AskAsync(relay, caller, "m", "Hi", stream: false);

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Equal(header.Length == 0 ? CallOf(answer) : "req_1", IdOf(answer, caller));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/v1/models")]
    [InlineData("GET", "/v1/models/nothing")]
    [InlineData("POST", "/v1beta/models/m:nothing")]
    [InlineData("POST", "/openai/deployments/m/nothing")]
    public async Task WhatNeverReachesAProvider_HasOneToo(string method, string path)
    {
        await using var relay = await RunningRelay.StartAsync();
        using var request = new HttpRequestMessage(new(method), path);
        using var answer = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(CallOf(answer), IdOf(answer, "openai-chat"));
    }

    private static Task<RunningRelay> StartAsync(string baseUrl, string dialect) => RunningRelay.StartAsync($$"""
        {
          "accounts": [{"id":"a","provider":"sandbox","base_url":"{{baseUrl}}","dialects":["{{dialect}}"],"secret":"SANDBOX_API_KEY"}],
          "models": [{"name":"m","targets":[{"account":"a","model":"sandbox"}]}]
        }
        """);

    private static string CallOf(HttpResponseMessage answer) => answer.Headers.GetValues("x-relay-call-id").Single();

    private static string IdOf(HttpResponseMessage answer, string caller)
    {
        Assert.False(answer.Headers.Contains(caller == "anthropic" ? "x-request-id" : "request-id"));
        return answer.Headers.GetValues(caller == "anthropic" ? "request-id" : "x-request-id").Single();
    }
}
