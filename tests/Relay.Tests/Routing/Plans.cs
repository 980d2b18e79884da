using Relay.Dialects;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Tests.Routing;

/// <summary>Plans for tests.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A call for a model, of no key and no session.</summary>
    public static RoutingInput Ask(string model, ulong seed = 1) => new()
    {
        Model = model,
        Dialect = Dialect.OpenAIChat,
        Now = Now,
        Seed = StableHash.Of("call", seed),
        Allowed = static _ => true,
    };

    /// <summary>Plans it, with everybody's health unknown unless it is given.</summary>
    public static Plan Of(ConfigSnapshot config, RoutingInput input, Func<Target, TargetHealth>? health = null, int turn = 0) =>
        Router.Plan(config, input, health ?? (static _ => TargetHealth.Unknown), _ => turn);

    /// <summary>The accounts of its targets, in order.</summary>
    public static string Accounts(this Plan plan) => string.Join(',', plan.Targets.Select(target => target.Account.Id));

    /// <summary>A config of accounts a, b, c… at one provider without limits, and one model <c>m</c> over all of them.</summary>
    /// <param name="count">How many accounts.</param>
    /// <param name="model">More members of the model.</param>
    /// <param name="target">More members of each target, by its number.</param>
    public static string Config(int count, string model = "", Func<int, string>? target = null) => $$"""
        {
          "accounts": [{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"{{NameOf(i)}}","provider":"sandbox","base_url":"http://localhost","models":["own"]}"""))}}],
          "models": [{"name":"m","targets":[{{string.Join(',', Enumerable.Range(0, count).Select(i =>
              $$"""{"account":"{{NameOf(i)}}"{{target?.Invoke(i)}}}"""))}}]{{model}}}]
        }
        """;

    public static string NameOf(int index) => index < 26 ? ((char)('a' + index)).ToString() : $"a{index}";
}
