using System.Text.Json;

namespace Relay.Local.Tests.Faults;

/// <summary>Faults before the first token where there is another target, for callers of the other dialects.</summary>
public sealed class DialectHealingTests
{
    private const string Messages = """{"model":"healed","max_tokens":50,"stream":STREAM,"messages":[{"role":"user","content":"Hello"}]}""";
    private const string Gemini = """{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}""";

    public static TheoryData<string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var dialect in (string[])["messages", "gemini"])
        {
            foreach (var spec in (string[])["status=401", "status=404", "status=429", "status=500", "status=529", "html", "cut=0", "error=0", "malformed=0"])
            {
                cases.Add(dialect, spec, false);
                cases.Add(dialect, spec, true);
            }

            cases.Add(dialect, "json", true);
            cases.Add(dialect, "short", false);
            cases.Add(dialect, "cut=2", false);
        }

        return cases;
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cases))]
    public async Task AFaultBeforeTheFirstToken_IsHealed(string dialect, string spec, bool stream)
    {
        await using var relay = await FaultRelay.StartAsync(spec);
        var (path, body) = dialect == "messages"
            ? ("/v1/messages", Messages.Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal))
            : ($"/v1beta/models/healed:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", Gemini);

        using var response = await relay.Running.Http.PostAsync(
            path, new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.Contains("word2", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("error", answer, StringComparison.Ordinal);
        var record = await relay.Running.RecordAsync(response);
        Assert.Equal(
            ["faulty", "healthy"], record.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("account").GetString()));
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.String, record.GetProperty("attempts")[0].GetProperty("error_code").ValueKind);
    }
}
