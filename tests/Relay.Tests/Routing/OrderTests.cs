using FsCheck;
using FsCheck.Fluent;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class OrderTests
{
    private static readonly string[] Strategies = ["score", "weighted", "round-robin", "least-busy", "fastest", "cheapest"];

    public static TheoryData<string> AllStrategies() => [.. Strategies];

    [Theory]
    [MemberData(nameof(AllStrategies))]
    public void AnOpenTarget_NeverComesBeforeOneThatIsNot_AndEachIsThereOnce(string strategy)
    {
        var config = Configs.Snapshot(Plans.Config(
            6, $",\"strategy\":\"{strategy}\",\"fallbacks\":[\"b/stand-in\",\"a/stand-in\"]", i => $",\"priority\":{i % 3},\"weight\":{i}"));
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<bool>(), (number, hasSession) =>
        {
            var input = Plans.Ask("m", (ulong)number) with { Session = hasSession ? new("x", (ulong)number) : null };
            var plan = Plans.Of(config, input, target => Healths.Of(number + target.Identity.GetHashCode()), Math.Abs(number % 100));

            Assert.Equal(8, plan.Targets.Distinct().Count());
            var states = plan.Candidates.Select(candidate => candidate.Health.State == BreakerState.Open).ToList();
            Assert.Equal(states.Order(), states);
            var rest = plan.Candidates.Where(candidate => candidate.Health.State != BreakerState.Open).ToList();
            Assert.Equal(rest.OrderBy(candidate => (candidate.Fallback, candidate.Target.Priority)), rest);
            // Played again, it is the same.
            Assert.Equal(plan.Targets, Plans.Of(config, input, target => Healths.Of(number + target.Identity.GetHashCode()), Math.Abs(number % 100)).Targets);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void LowerTiers_GoFirst_AndFallbacksLast_AlsoWhenTheyAreBetter()
    {
        var config = Configs.Snapshot(Plans.Config(3, ",\"fallbacks\":[\"a/stand-in\"]", i => $",\"priority\":{2 - i}"));
        var plan = Plans.Of(config, Plans.Ask("m"), target => TargetHealth.Unknown with { InFlight = target.Account.Id == "c" ? 100 : 0 });
        Assert.Equal(["c m", "b m", "a m", "a stand-in"], plan.Targets.Select(target => $"{target.Account.Id} {target.Model}"));
    }

    [Fact]
    public void ATargetThatIsStrained_ComesAfterThoseOfItsTier_AndBeforeTheNext()
    {
        var config = Configs.Snapshot(Plans.Config(3, "", i => $",\"priority\":{i / 2}"));
        for (var seed = 0UL; seed < 50; seed++)
        {
            var input = Plans.Ask("m", seed) with { Session = new("x", seed) };
            Assert.Equal("b,a,c", Plans.Of(config, input, target =>
                TargetHealth.Unknown with { Headroom = target.Account.Id == "a" ? 0.01 : 1 }).Accounts());
        }
    }

    [Theory]
    [InlineData("score")]
    [InlineData("weighted")]
    public void WithoutASession_EachTargetComesFirstByItsWeight(string strategy)
    {
        var config = Configs.Snapshot(Plans.Config(3, $",\"strategy\":\"{strategy}\"", i => $",\"weight\":{i}"));
        var firsts = FirstsOf(config, _ => TargetHealth.Unknown);
        Assert.Equal(0, firsts["a"]);
        Assert.InRange(firsts["b"], 3000 * 0.9, 3000 * 1.1);
        Assert.InRange(firsts["c"], 6000 * 0.9, 6000 * 1.1);
    }

    [Fact]
    public void ByScore_TheBetterOneGetsMore()
    {
        var config = Configs.Snapshot(Plans.Config(2));
        var firsts = FirstsOf(config, target => TargetHealth.Unknown with { TimeToFirstToken = TimeSpan.FromSeconds(target.Account.Id == "a" ? 0 : 2) });
        Assert.InRange(firsts["a"], 9000 * 0.72, 9000 * 0.78);
    }

    [Theory]
    [MemberData(nameof(AllStrategies))]
    public void ATargetThatComesBack_GetsItsShareOnly(string strategy)
    {
        var config = Configs.Snapshot(Plans.Config(2, $",\"strategy\":\"{strategy}\""));
        // Alone it would be chosen always where the order is strict.
        TargetHealth Health(Target target) => TargetHealth.Unknown with
        {
            Share = target.Account.Id == "a" ? 0.1 : 1,
            InFlight = target.Account.Id == "a" ? 0 : 1,
            TimeToFirstToken = TimeSpan.FromSeconds(target.Account.Id == "a" ? 0.1 : 0.11),
        };
        Assert.InRange(FirstsOf(config, Health)["a"], 9000 * 0.03, 9000 * 0.13);
    }

    [Fact]
    public void InTurn_EachIsFirstOnce_AndIllOnesArePassedOver()
    {
        var config = Configs.Snapshot(Plans.Config(3, ",\"strategy\":\"round-robin\""));
        Assert.Equal(
            ["a,b,c", "b,c,a", "c,a,b", "a,b,c"],
            Enumerable.Range(0, 4).Select(turn => Plans.Of(config, Plans.Ask("m"), turn: turn).Accounts()));
        Assert.Equal("c,a,b", Plans.Of(config, Plans.Ask("m"), target => target.Account.Id == "b" ? Healths.Open : TargetHealth.Unknown, 1).Accounts());
        var route = config.Find("m")!;
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => route.NextTurn()));
    }

    [Fact]
    public void LeastBusy_CountsForItsWeight()
    {
        var config = Configs.Snapshot(Plans.Config(3, ",\"strategy\":\"least-busy\"", i => $",\"weight\":{i + 1}"));
        int[] inFlight = [2, 3, 5];
        Assert.Equal("b,c,a", Plans.Of(config, Plans.Ask("m"), target => TargetHealth.Unknown with { InFlight = inFlight[target.Account.Id[0] - 'a'] }).Accounts());
    }

    [Fact]
    public void Fastest_GoesByTimeToFirstToken_AndTriesWhatIsNotKnown()
    {
        var config = Configs.Snapshot(Plans.Config(3));
        Assert.Equal("b,c,a", Plans.Of(config, Plans.Ask("m:fast"), target => TargetHealth.Unknown with
        {
            TimeToFirstToken = target.Account.Id switch { "a" => TimeSpan.FromSeconds(2), "c" => TimeSpan.FromSeconds(1), _ => null },
        }).Accounts());
    }

    [Fact]
    public void Cheapest_GoesByPrice_AnUnknownOneLast()
    {
        var config = Configs.Snapshot("""
            {
              "accounts": [{"id":"a","provider":"groq"},{"id":"b","provider":"openai"},{"id":"c","provider":"mistral"}],
              "models": [{"name":"m","targets":[{"account":"a"},{"account":"b"},{"account":"c"}]}],
              "prices": [{"model":"m","provider":"groq","input":2,"output":2},{"model":"m","provider":"openai","input":1,"output":4}]
            }
            """);
        // (3 + 4) / 4 against 2.
        Assert.Equal("b,a,c", Plans.Of(config, Plans.Ask("m:cheap")).Accounts());
    }

    [Fact]
    public void OneThatWaitsForItsProbe_IsTried_OneThatIsBeingProbedIsNot()
    {
        var config = Configs.Snapshot(Plans.Config(2, ",\"strategy\":\"round-robin\""));
        foreach (var (until, expected) in new[] { ((DateTimeOffset?)null, "a,b"), (Plans.Now.AddSeconds(1), "b,a") })
        {
            var health = TargetHealth.Unknown with { State = BreakerState.HalfOpen, Until = until, ErrorRate = 1 };
            Assert.Equal(expected, Plans.Of(config, Plans.Ask("m"), target => target.Account.Id == "a" ? health : TargetHealth.Unknown).Accounts());
        }
    }

    private static Dictionary<string, int> FirstsOf(ConfigSnapshot config, Func<Target, TargetHealth> health)
    {
        var firsts = config.Accounts.ToDictionary(account => account.Id, _ => 0);
        for (var seed = 0UL; seed < 9000; seed++) firsts[Plans.Of(config, Plans.Ask("m", seed), health).Targets[0].Account.Id]++;
        return firsts;
    }
}
