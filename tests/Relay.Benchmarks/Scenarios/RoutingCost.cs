using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Benchmarks.Report;
using Relay.Dialects;
using Relay.Health;
using Relay.Ledger.Prices;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Benchmarks.Scenarios;

/// <summary>What a plan costs, by the number of accounts. In this process and on one thread: routing does nothing else.</summary>
internal static class RoutingCost
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it.</summary>
    public static Task<Section> RunAsync(Course course, CancellationToken cancellationToken)
    {
        Course.Say("routing");
        // Short rounds, most of which nothing else on the machine breaks into.
        const int calls = 20;
        var rounds = course.Quick ? 500 : 5_000;
        var table = new TextTable(["a plan", "µs", "bytes allocated"]);
        foreach (var accounts in new[] { 1, 4, 50 })
        {
            var config = Config(accounts);
            var health = HealthOf(config, course.Time);
            var model = accounts == 1 ? "1 account" : FormattableString.Invariant($"{accounts} accounts");
            Measure(model + ", by score", null, plan: _ => { });
            Measure(model + ", by session", new Session("x-relay-session", 0), plan: _ => { });
            Measure(model + ", and the JSON of it for the record", null, plan: plan => PlanJson.ToJson(plan));

            void Measure(string name, Session? session, Action<Plan> plan)
            {
                var times = new List<double>(rounds);
                long allocated = 0;
                // The first rounds are for the compiler.
                for (var round = -2_000; round < rounds; round++)
                {
                    if (round % 100 == 0) cancellationToken.ThrowIfCancellationRequested();
                    var bytes = GC.GetAllocatedBytesForCurrentThread();
                    var started = course.Time.GetTimestamp();
                    for (var call = 0; call < calls; call++)
                        plan(Router.Plan(config, Ask((ulong)(((round + 2_000) * calls) + call), session), health.Of, _ => call));
                    var elapsed = course.Time.GetElapsedTime(started);
                    allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
                    if (round >= 0) times.Add(elapsed.TotalMicroseconds / calls);
                }

                table.Add(name, (Median.Of(times) with { Spread = null }).ToText("N2"), FormattableString.Invariant($"{allocated / calls:N0}"));
            }
        }

        return Task.FromResult(new Section(
            "Routing",
            FormattableString.Invariant($"""
                `Router.Plan` on one thread of the benchmark's own process, the median of {rounds} rounds of {calls} calls, over one
                model whose targets are in two tiers, with the health that the process keeps of each.
                """),
            table));
    }

    private static RoutingInput Ask(ulong call, Session? session) => new()
    {
        Model = "m",
        Dialect = Dialect.OpenAIChat,
        Now = Now,
        Seed = call,
        Allowed = static _ => true,
        Session = session is { } known ? known with { Hash = call } : null,
    };

    // Each target has one attempt that has begun to answer, and one that runs.
    private static HealthBook HealthOf(ConfigSnapshot config, TimeProvider time)
    {
        var book = new HealthBook(time, new(NullLogger<HealthLog>.Instance));
        foreach (var (index, target) in config.Find("m")!.Targets.Index())
        {
            book.TryBegin(target, TimeSpan.FromHours(1), forced: false)!.FirstToken(TimeSpan.FromMilliseconds(200 + (index * 10)));
            book.TryBegin(target, TimeSpan.FromHours(1), forced: false);
        }

        return book;
    }

    private static ConfigSnapshot Config(int accounts)
    {
        var json = $$"""
            {
              "accounts": [{{string.Join(',', Enumerable.Range(0, accounts).Select(i => $$"""{"id":"a{{i}}","provider":"openai","region":"{{(i % 2 == 0 ? "eu" : "us")}}"}"""))}}],
              "models": [{"name":"m","avoid":["groq"],"targets":[{{string.Join(',', Enumerable.Range(0, accounts).Select(i =>
                  $$"""{"account":"a{{i}}","model":"gpt-4o","priority":{{i % 2}}}"""))}}]}]
            }
            """;
        ConfigParser.Parse(Encoding.UTF8.GetBytes(json), out var document);
        return new(document!, 1, [], PriceBook.Default);
    }
}
