using System.Text.Json;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>
/// The sandbox breaks off anywhere in a text, and another account says all of it: in every dialect the caller has it once, as if
/// nothing had happened.
/// </summary>
public sealed class SandboxContinuationTests
{
    private static readonly string[] Faults = ["cut", "error", "malformed", "silence"];

    public static MatrixTheoryData<string, string> DialectsAndFaults => new(DialectCalls.Dialects, Faults);

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(DialectsAndFaults))]
    public async Task WhereverItBreaks_TheTextIsWhole_Streaming(string dialect, string fault)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{"id":"faulty","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY"},
                           {"id":"healthy","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"whole","targets":[{"account":"healthy","model":"sandbox:tokens=5"}]},
                {{string.Join(',', Enumerable.Range(1, 4).Select(at => $$"""
                {"name":"m{{at}}","continue":true,"timeouts":{"idle_seconds":0.5},"targets":[
                  {"account":"faulty","model":"sandbox:tokens=5,{{fault}}={{at}}"},{"account":"healthy","model":"sandbox:tokens=5","priority":1}]}
                """))}}]
            }
            """);
        using var whole = await DialectCalls.AskAsync(relay, dialect, "whole", "x", stream: true);
        var expected = TextOf(await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("word1 word2 word3 word4 word5 ", expected);

        for (var at = 1; at <= 4; at++)
        {
            using var response = await AskAsync(relay, dialect, $"m{at}");
            Assert.Equal(expected, TextOf(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            var record = await relay.RecordAsync(response);
            Assert.Equal("completed", record.GetProperty("outcome").GetString());
            Assert.Equal(["faulty", "healthy"], DialectCalls.AccountsOf(record));
        }
    }

    private static Task<HttpResponseMessage> AskAsync(RunningRelay relay, string dialect, string model) => dialect == "openai-responses"
        ? relay.Http.PostAsync(
            "/v1/responses", new StringContent($$"""{"model":"{{model}}","stream":true,"store":false,"input":"x"}""", null, "application/json"),
            TestContext.Current.CancellationToken)
        : DialectCalls.AskAsync(relay, dialect, model, "x", stream: true);

    // The text of any of the four.
    private static string TextOf(string body) => string.Concat(body.Split('\n')
        .Where(static line => line.StartsWith("data: {", StringComparison.Ordinal))
        .Select(static line => PieceOf(JsonDocument.Parse(line[6..]).RootElement)));

    private static string? PieceOf(JsonElement data)
    {
        if (data.TryGetProperty("choices", out var choices))
            return choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "";
        if (data.TryGetProperty("candidates", out var candidates))
        {
            return candidates[0].TryGetProperty("content", out var said) && said.TryGetProperty("parts", out var parts) && parts.GetArrayLength() > 0
                && parts[0].TryGetProperty("text", out var text) ? text.GetString() : "";
        }

        if (!data.TryGetProperty("delta", out var delta)) return "";
        return delta.ValueKind == JsonValueKind.String ? delta.GetString() : delta.TryGetProperty("text", out var piece) ? piece.GetString() : "";
    }
}
