using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// Each fault before the first token alone, for a caller of each dialect at accounts of each dialect: the caller gets,
/// byte for byte, what it gets where nothing fails.
/// </summary>
public sealed class EachFaultTests
{
    private const string Text = "call 0000";

    public static TheoryData<string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var caller in DialectCalls.Dialects)
        {
            foreach (var upstream in DialectCalls.Dialects)
            {
                cases.Add(caller, upstream, false);
                cases.Add(caller, upstream, true);
            }
        }

        return cases;
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Cases))]
    public async Task AFault_IsHealed_AndTheAnswerIsTheSame(string caller, string upstream, bool stream)
    {
        var faults = SandboxFaults.All(stream);
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await RunningRelay.StartAsync(Config(sandbox, upstream, faults));
        using var undisturbed = await DialectCalls.AskAsync(relay, caller, "whole", Text, stream);
        var expected = DialectCalls.Steady(await undisturbed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("0000", expected, StringComparison.Ordinal);

        await Task.WhenAll(faults.Select(async (fault, i) =>
        {
            using var response = await DialectCalls.AskAsync(relay, caller, $"m{i}", Text, stream);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{fault}: {(int)response.StatusCode} {answer}");
            Assert.Equal(expected, DialectCalls.Steady(answer));
            var record = await relay.RecordAsync(response);
            Assert.Equal("completed", record.GetProperty("outcome").GetString());
            Assert.Equal([$"f{i}", "healthy"], DialectCalls.AccountsOf(record));
        }));

        Assert.Equal(1 + (2 * faults.Length), sandbox.Log.Count);
    }

    // An account for each fault, for what one does to an account is not to be seen by the next.
    private static string Config(SandboxServer sandbox, string dialect, string[] faults) => $$"""
        {
          "accounts": [{{string.Join(',', Enumerable.Range(0, faults.Length).Select(i => $"f{i}").Append("healthy").Select(id =>
              $$"""{"id":"{{id}}","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","dialects":["{{dialect}}"],"secret":"SANDBOX_API_KEY","models":["none"]}"""))}}],
          "models": [
            {"name":"whole","targets":[{"account":"healthy","model":"sandbox"}]},
            {{string.Join(',', faults.Select((fault, i) =>
              $$"""{"name":"m{{i}}","targets":[{"account":"f{{i}}","model":"sandbox:{{fault}}"},{"account":"healthy","model":"sandbox","priority":1}]}"""))}}],
          {{SandboxFaults.Timeouts}}
        }
        """;
}
