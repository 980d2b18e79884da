namespace Relay.Local.Tests.Faults;

/// <summary>Relay's account of many mixed calls against the sandbox's own.</summary>
public sealed class ReconciliationTests(ITestOutputHelper output)
{
    private const int Calls = 300;
    private const int AtOnce = 20;

    private static readonly string[] Specs =
    [
        "", "", "", "", "split=3", "crlf", "nospace", "cached=1", "reasoning=2", "nousage", "json",
        "status=400", "status=401", "status=404", "status=429", "status=500", "status=529", "html",
        "cut=0", "cut=2", "nodone", "error=0", "error=2", "malformed=0", "malformed=2", "short",
    ];

    [Fact(Timeout = 60_000)]
    public async Task MixedCalls_AreAllRecorded_AndAddUpToWhatTheProviderServed()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        // A third begins at a target that breaks off, so that attempts and calls differ in number.
        var plan = Enumerable.Range(0, Calls).Select(_ => (
            Model: random.Next(3) == 0 ? "healed" : $"sandbox:tokens={random.Next(1, 9)},{random.GetItems(Specs, 1)[0]}",
            Stream: random.Next(2) == 0)).ToList();
        await using var relay = await FaultRelay.StartAsync("cut=2");

        // The first of them meets a provider of which nothing ill is known yet.
        plan[0] = ("healed", false);
        var answers = new List<FaultAnswer> { await relay.CallAsync(plan[0].Model, plan[0].Stream) };
        foreach (var group in plan.Skip(1).Chunk(AtOnce))
            answers.AddRange(await Task.WhenAll(group.Select(call => relay.CallAsync(call.Model, call.Stream))));

        var records = await relay.Running.RecordsAsync(Calls);
        Assert.Equal(Calls, records.Count);
        Assert.Equal(Calls, records.Select(record => record.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(relay.Sandbox.Log.Count, records.Sum(record => record.GetProperty("attempts").GetArrayLength()));
        var served = relay.Sandbox.Log.Calls.ToDictionary(call => $"sandbox-{call.Id}");
        foreach (var answer in answers) IsAccounted(answer, served);
        Assert.Contains(answers, answer => answer.Attempts.Count() == 2);
        Assert.Contains(answers, answer => answer.Outcome == "truncated");
        await relay.Running.IdleAsync();
    }

    private static void IsAccounted(FaultAnswer answer, Dictionary<string, Sandbox.SandboxCall> served)
    {
        Assert.Equal(answer.Outcome == "completed", answer.Code is null && answer.Ended);
        Assert.Equal(answer.Outcome == "truncated", !answer.Ended);
        if (answer.Outcome != "completed") return;
        var call = served[answer.Response.Headers.GetValues("x-request-id").Single()];
        Assert.True(call.Completed);
        var usage = answer.Usage!.Value;
        Assert.Equal(call.Model.Contains("nousage", StringComparison.Ordinal), usage.Estimated);
        if (!usage.Estimated) Assert.Equal((2, call.Tokens), (usage.Input, usage.Output));
    }
}
