using System.Net;
using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>An account whose secret is not there gets no call; why is for the admin only.</summary>
public sealed class MissingSecretTests
{
    private const string Secret = "CANARY_SECRET_OF_NOBODY";
    private const string Whole = """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""";
    private const string Events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n";

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alone_Is503_AndTheReasonIsTheAdmins(bool stream)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await StartAsync(upstream, "");

        using var answer = await relay.ChatAsync(Body(stream));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("secret_unavailable", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", body, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);

        using var accounts = JsonDocument.Parse(await relay.Admin.GetStringAsync("/api/accounts", TestContext.Current.CancellationToken));
        var account = accounts.RootElement.GetProperty("data")[0];
        Assert.Equal(("open", "secret_unavailable"), (account.GetProperty("state").GetString(), account.GetProperty("reason").GetString()));
        Assert.Equal($$"""[{"secret":"{{Secret}}","fault":"missing"}]""", account.GetProperty("credential_faults").GetRawText());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BesideAnother_TheOtherAnswers(bool stream)
    {
        await using var upstream = RawUpstream.Start(stream ? RawUpstream.Events(Events) : RawUpstream.Json(Whole));
        await using var relay = await StartAsync(upstream, """,{"account":"good","model":"real","priority":1}""");

        using var answer = await relay.ChatAsync(Body(stream));

        Assert.Equal(stream ? Events : Whole, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("good", answer.Headers.GetValues("x-relay-account").Single());
        Assert.Single(upstream.Requests);
    }

    private static string Body(bool stream) => $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""";

    private static Task<RunningRelay> StartAsync(RawUpstream upstream, string more) => RunningRelay.StartAsync($$"""
        {
          "accounts": [
            {"id":"wrong","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"{{Secret}}"},
            {"id":"good","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}],
          "models": [{"name":"m","targets":[{"account":"wrong","model":"real"}{{more}}]}]
        }
        """);
}
