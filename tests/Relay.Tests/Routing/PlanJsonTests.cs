using System.Text;
using System.Text.Json;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class PlanJsonTests
{
    [Fact]
    public void APlan_IsWrittenTermByTerm()
    {
        var config = Configs.Snapshot("""
            {
              "accounts": [{"id":"a","provider":"openai"},{"id":"b","provider":"groq","tags":["slow"]},{"id":"c","provider":"groq"}],
              "models": [{"name":"m","aliases":["n"],"targets":[{"account":"a","weight":2},{"account":"b"}],"avoid":["slow"],"fallbacks":["c/x"]}],
              "prices": [{"model":"*","input":10000,"output":10000}]
            }
            """);
        var plan = Plans.Of(config, Plans.Ask("n") with { Seed = 10, Session = new("user", 255) }, target => target.Account.Id == "c"
            ? Healths.Open with { Reason = "upstream_overloaded", Until = Plans.Now.AddSeconds(5) }
            : new() { Share = 0.5, ErrorRate = 0.1, Headroom = 0.1, InFlight = 10, TimeToFirstToken = TimeSpan.FromSeconds(3) });
        // The order is a draw, which the test of orders is about.
        var order = Math.Round(plan.Candidates[0].Order, 6);
        var other = Math.Round(plan.Candidates[1].Order, 6);
        Assert.Equal(
            string.Create(null, $$$"""
            {"config_version":7,"model":"m","named_by":"model","strategy":"score","seed":"000000000000000a","session":{"from":"user","hash":"00000000000000ff"},
            "plan":[{"account":"a","model":"m","tier":0,"state":"closed","standing":"well","order":{{{order}}},"score":0.020503,
            "terms":{"weight":2,"share":0.5,"success":0.6561,"headroom":0.5,"speed":0.25,"load":0.5,"cost":0.5}},
            {"account":"c","model":"x","tier":0,"fallback":1,"state":"open","standing":"open","order":{{{other}}},"score":0.5,
            "terms":{"weight":1,"share":1,"success":1,"headroom":1,"speed":1,"load":1,"cost":0.5},"reason":"upstream_overloaded","until":"2026-06-01T00:00:05+00:00"}],
            "excluded":[{"account":"b","model":"m","why":"avoid","by":"model","word":"slow"}]}
            """).ReplaceLineEndings(""),
            PlanJson.ToJson(plan));
    }

    [Fact]
    public void ARefusal_IsSaid()
    {
        var config = Configs.Snapshot(Plans.Config(1));
        using var json = JsonDocument.Parse(PlanJson.ToJson(Plans.Of(config, Plans.Ask("m") with { Constraint = new(["b"], []) })));
        Assert.Equal("no_account_allowed", json.RootElement.GetProperty("refused").GetProperty("code").GetString());
        Assert.Equal("call", json.RootElement.GetProperty("excluded")[0].GetProperty("by").GetString());
        using var unknown = JsonDocument.Parse(PlanJson.ToJson(Plans.Of(config, Plans.Ask("nothing"))));
        Assert.Equal("model_not_found", unknown.RootElement.GetProperty("refused").GetProperty("code").GetString());
    }

    [Fact]
    public void HoweverMuchThereIs_ItIsAtMost16KiB_AndSaysWhatIsLeftOut()
    {
        var name = new string('"', 200);
        var accounts = string.Join(',', Enumerable.Range(0, 200).Select(i =>
            $$"""{"id":"{{new string('a', 60)}}{{i}}","provider":"groq","tags":["{{(i % 2 == 0 ? new string('b', 64) : "c")}}"]}"""));
        var targets = string.Join(',', Enumerable.Range(0, 200).Select(i =>
            $$"""{"account":"{{new string('a', 60)}}{{i}}","model":"{{name.Replace("\"", "\\\"", StringComparison.Ordinal)}}","weight":0.333333333333333}"""));
        var config = Configs.Snapshot($$"""
            {"accounts":[{{accounts}}],"models":[
              {"name":"m","targets":[{{targets}}],"avoid":["{{new string('b', 64)}}"],"context_fallbacks":["l"]},{"name":"l","targets":[{{targets}}]}]}
            """);
        foreach (var open in new[] { true, false })
        {
            TargetHealth Health(Target _) => Healths.Of(7) with
            {
                State = open ? BreakerState.Open : BreakerState.Closed, Reason = "upstream_unreachable", Until = Plans.Now.AddTicks(1),
            };
            var plan = Router.WithLarger(config, Plans.Of(config, Plans.Ask("m"), Health), Health, static _ => 0);
            Assert.Equal(100, plan.Larger.Count);
            var text = PlanJson.ToJson(plan);
            Assert.InRange(Encoding.UTF8.GetByteCount(text), 12 * 1024, PlanJson.MaxSize);
            using var json = JsonDocument.Parse(text);
            var left = json.RootElement.GetProperty("left_out");
            Assert.Equal(100, json.RootElement.GetProperty("plan").GetArrayLength() + left.GetProperty("plan").GetInt32());
            Assert.Equal(100, json.RootElement.GetProperty("context_fallbacks").GetArrayLength() + left.GetProperty("context_fallbacks").GetInt32());
            Assert.Equal(100, json.RootElement.GetProperty("excluded").GetArrayLength() + left.GetProperty("excluded").GetInt32());
        }
    }

    [Fact]
    public void NumbersThatAreNone_AreNull()
    {
        var config = Configs.Snapshot(Plans.Config(1, "", _ => ",\"weight\":0"));
        using var json = JsonDocument.Parse(PlanJson.ToJson(Plans.Of(config, Plans.Ask("m"))));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("plan")[0].GetProperty("order").ValueKind);
    }
}
