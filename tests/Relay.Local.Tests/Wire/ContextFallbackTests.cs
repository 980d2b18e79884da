using System.Text.Json;
using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Wire;

/// <summary>A conversation that is too long for a model goes to those with a larger context that the config names.</summary>
public sealed class ContextFallbackTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("status=400,code=context_length_exceeded", false)]
    [InlineData("status=400,code=context_length_exceeded", true)]
    [InlineData("error=0,code=context_length_exceeded", true)]
    public async Task TheNextLarger_Answers_AndNothingElseIsTried(string spec, bool stream)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await StartAsync(sandbox, spec, ""","context_fallbacks":["medium","large"]""");

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.Contains("word2", answer, StringComparison.Ordinal);
        var record = await relay.RecordAsync(response);
        Assert.Equal(["small", "medium", "large"], DialectCalls.AccountsOf(record));
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.Equal(["medium", "large"], Explained(record.GetProperty("routing")));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnExplanation_SaysWhereItWouldGo()
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await StartAsync(sandbox, "", ""","context_fallbacks":["large","medium"]""");

        using var explained = await relay.Admin.PostAsync(
            "/api/route/explain", new StringContent("""{"model":"m"}""", null, "application/json"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await explained.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["large", "medium"], Explained(json.RootElement));
        // It was not too long, so that nobody asked.
        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false));
        Assert.False((await relay.RecordAsync(response)).GetProperty("routing").TryGetProperty("context_fallbacks", out _));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("status=400,code=context_length_exceeded", "")]
    [InlineData("status=400,code=string_above_max_length", ""","context_fallbacks":["large"]""")]
    [InlineData("status=400,code=context_length_exceeded", ""","context_fallbacks":["medium"]""")]
    public async Task WithoutOne_OrWithAnotherCode_TheCallerIsTold(string spec, string fallbacks)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await StartAsync(sandbox, spec, fallbacks);

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(fallbacks.Contains("medium", StringComparison.Ordinal) ? 2 : 1, sandbox.Log.Count);
    }

    private static IEnumerable<string?> Explained(JsonElement routing) =>
        routing.GetProperty("context_fallbacks").EnumerateArray().Select(target => target.GetProperty("account").GetString());

    private static Task<RunningRelay> StartAsync(SandboxServer sandbox, string spec, string fallbacks) => RunningRelay.StartAsync($$"""
        {
          "accounts": [{{string.Join(',', new[] { "small", "spare", "medium", "large" }.Select(id =>
              $$"""{"id":"{{id}}","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}"""))}}],
          "models": [
            {"name":"m","targets":[{"account":"small","model":"sandbox:{{spec}}"},{"account":"spare","model":"sandbox:tokens=1","priority":1}]{{fallbacks}}},
            {"name":"medium","targets":[{"account":"medium","model":"sandbox:{{spec}}"}]},
            {"name":"large","targets":[{"account":"large","model":"sandbox:tokens=2"}]}]
        }
        """);
}
