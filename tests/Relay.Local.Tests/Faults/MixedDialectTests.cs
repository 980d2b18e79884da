using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// A thousand calls of callers of all dialects to accounts of all dialects, native and translated, through the sandbox's
/// faults mixed by a seed: two flaky targets, and a healthy one whose first attempt of a call may be struck too.
/// </summary>
public sealed partial class MixedDialectTests(ITestOutputHelper output)
{
    private const int Calls = 1000;
    private const int AtOnce = 25;
    private const double Rate = 0.3;

    private readonly int _seed = Environment.TickCount;
    private readonly ConcurrentDictionary<string, int> _tries = new();
    private readonly ConcurrentDictionary<string, int> _met = new();

    [Fact(Timeout = 400_000)]
    public async Task ACallerSeesNone_TheAnswersAreTheScripts_AndTheAttemptsAddUp()
    {
        output.WriteLine($"seed {_seed}");
        await using var sandbox = await SandboxServer.StartAsync(strike: Strike);
        await using var relay = await RunningRelay.StartAsync(Config(sandbox));
        var expected = await ExpectedAsync(relay);
        var before = sandbox.Log.Count;

        var attempts = 0;
        // So many at any moment: none waits for the slowest of a group.
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(1, Calls), options, async (i, _) =>
        {
            var (caller, upstream, stream) = (DialectCalls.Dialects[i % 4], DialectCalls.Dialects[i / 4 % 4], i / 16 % 2 == 0);
            var number = i.ToString("0000", CultureInfo.InvariantCulture);
            using var response = await DialectCalls.AskAsync(relay, caller, $"m-{upstream}", $"call {number}", stream);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"call {i}: {(int)response.StatusCode} {answer}");
            var record = await relay.RecordAsync(response);
            var account = DialectCalls.AccountsOf(record).Last()!;
            Assert.Equal(
                expected[(caller, account, stream)].Replace("0000", number, StringComparison.Ordinal), DialectCalls.Steady(answer));
            Assert.Equal("completed", record.GetProperty("outcome").GetString());
            Interlocked.Add(ref attempts, record.GetProperty("attempts").GetArrayLength());
        });

        Assert.Equal(sandbox.Log.Count - before, attempts);
        Assert.True(attempts > Calls * 1.2, $"few faults were met: {attempts} attempts");
        // By chance one kind may be missing; EachFaultTests has them all.
        Assert.True(_met.Count >= SandboxFaults.All(false).Union(SandboxFaults.All(true)).Count() - 2, $"{_met.Count} kinds of faults were met");
        var book = relay.Relay.Services.GetRequiredService<HealthBook>();
        Assert.All(book.Accounts, account => Assert.Equal(
            (0, 0), (account.Value.Slots.InFlight(DateTimeOffset.MinValue), account.Value.Slots.Waiting)));
        output.WriteLine($"{attempts} attempts for {Calls} calls; {string.Join(", ", _met.Select(met => $"{met.Key}: {met.Value}"))}");
    }

    // Reproducible whatever the order in which calls come: the fault hangs on the call, the account and the try.
    private string? Strike(string model, string body)
    {
        var call = Number().Match(body).Value;
        if (call == "call 0000") return null;
        var attempt = _tries.AddOrUpdate($"{call} {model}", 1, static (_, count) => count + 1);
        var healthy = model.StartsWith("healthy", StringComparison.Ordinal);
        var random = new Random(Hash($"{_seed} {call} {model} {attempt}"));
        if (random.NextDouble() >= Rate || (healthy && attempt > 1)) return null;
        // As the caller of that number asks.
        var stream = int.Parse(call.AsSpan("call ".Length), CultureInfo.InvariantCulture) / 16 % 2 == 0;
        var fault = random.GetItems(healthy ? SandboxFaults.ThatPass(stream) : SandboxFaults.All(stream), 1)[0];
        _met.AddOrUpdate(fault, 1, static (_, count) => count + 1);
        return fault;
    }

    // What each caller gets from each account when nothing fails.
    private static async Task<Dictionary<(string Caller, string Account, bool Stream), string>> ExpectedAsync(RunningRelay relay)
    {
        var expected = new Dictionary<(string, string, bool), string>();
        foreach (var caller in DialectCalls.Dialects)
        {
            foreach (var account in DialectCalls.Dialects.SelectMany(dialect => Ids(dialect)))
            {
                foreach (var stream in new[] { false, true })
                {
                    using var response = await DialectCalls.AskAsync(relay, caller, $"only-{account}", "call 0000", stream);
                    var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    Assert.Contains("0000", answer, StringComparison.Ordinal);
                    expected.Add((caller, account, stream), DialectCalls.Steady(answer));
                }
            }
        }

        return expected;
    }

    private static string[] Ids(string dialect) => [$"flaky1-{dialect}", $"flaky2-{dialect}", $"healthy-{dialect}"];

    // The second flaky account speaks another dialect than the others of its model.
    private static string Config(SandboxServer sandbox)
    {
        var all = DialectCalls.Dialects;
        return $$"""
            {
              "accounts": [{{string.Join(',', all.SelectMany(dialect => Ids(dialect).Select(id =>
                  $$"""{"id":"{{id}}","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","dialects":["{{dialect}}"],"secret":"SANDBOX_API_KEY","models":["none"]}""")))}}],
              "models": [
                {{string.Join(',', all.SelectMany(dialect => Ids(dialect).Select(id =>
                  $$"""{"name":"only-{{id}}","targets":[{"account":"{{id}}","model":"{{id}}"}]}""")))}},
                {{string.Join(',', all.Select((dialect, i) => $$"""{"name":"m-{{dialect}}","targets":[{{string.Join(',', new[]
                  {
                      $"flaky1-{dialect}", $"flaky2-{all[(i + 1) % 4]}", $"healthy-{dialect}",
                  }.Select(id => $$"""{"account":"{{id}}","model":"{{id}}"}"""))}}]}"""))}}],
              {{SandboxFaults.Timeouts}}
            }
            """;
    }

    // The runtime's own hash differs from run to run.
    private static int Hash(string text)
    {
        var hash = 17;
        foreach (var c in text) hash = unchecked((hash * 31) + c);
        return hash;
    }

    [GeneratedRegex("call [0-9]{4}")]
    private static partial Regex Number();
}
