using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Tests.Routing.Config;

public sealed class ModelParserTests
{
    [Fact]
    public void EveryMember_IsRead()
    {
        var document = Configs.Parse("""
            {
              "accounts": [{"id":"a","provider":"openai","tags":["x","y"],"region":"eu","weight":0.5},{"id":"b","provider":"openai"}],
              "models": [{
                "name":"m","aliases":["n"],"tags":["fast"],"strategy":"least-busy","only":["eu"],"avoid":["y","b"],"hedge":{"max_share":0.1},"continue":true,
                "targets":[{"account":"a","model":"real","priority":3,"weight":2.5},{"account":"b"}],"fallbacks":["a/other","gpt-4o:cheap"]}],
              "overrides": [{"key":"abcdefghjkmn","model":"gpt-*","use":"n"},{"project":"web","only":["eu"]}]
            }
            """);

        Assert.Equal(["x", "y"], document.Accounts[0].Tags);
        Assert.Equal(("eu", 0.5), (document.Accounts[0].Region, document.Accounts[0].Weight));
        Assert.Equal((null, 1), (document.Accounts[1].Region, document.Accounts[1].Weight));
        var model = Assert.Single(document.Models);
        Assert.Equal(["n"], model.Aliases);
        Assert.Equal(new HedgeConfig("m", 0.1m), model.Hedge);
        Assert.True(model.Continues);
        Assert.Equal(["fast"], model.Tags);
        Assert.Equal(Strategy.LeastBusy, model.Strategy);
        Assert.Equal(["a/other", "gpt-4o:cheap"], model.Fallbacks);
        Assert.Equal(["eu"], model.Constraint.Only);
        Assert.Equal(["y", "b"], model.Constraint.Avoid);
        Assert.Equal([("a", "real", 3, 2.5), ("b", null, 0, null)],
            model.Targets.Select(target => (target.Account, target.Model, target.Priority, target.Weight)));
        Assert.Equal(("abcdefghjkmn", null, "gpt-*", "n"),
            (document.Overrides[0].Key, document.Overrides[0].Project, document.Overrides[0].Model, document.Overrides[0].Use));
        Assert.Equal(("web", null, null), (document.Overrides[1].Project, document.Overrides[1].Model, document.Overrides[1].Use));
        Assert.Equal(["eu"], document.Overrides[1].Constraint.Only);
    }

    [Theory]
    [InlineData("\"strategy\":\"random\"", "$.models[0].strategy must be score, weighted, round-robin, least-busy, fastest or cheapest")]
    [InlineData("\"strategy\":1", "$.models[0].strategy must be a string")]
    [InlineData("\"strateg\":\"score\"", "$.models[0].strateg is not a known property; did you mean strategy?")]
    [InlineData("\"aliases\":[\"a b\",\"x*\"]", "$.models[0].aliases[0] must be 1 to 200 printable ASCII characters without spaces",
        "$.models[0].aliases[1] must be a name, not a pattern")]
    [InlineData("\"aliases\":[\"m\",\"n\",\"n\"]", "$.models[0].aliases[0] is a name of a model already", "$.models[0].aliases[2] is a name of a model already")]
    [InlineData("\"tags\":[\"Fast\"]", "$.models[0].tags[0] must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit")]
    [InlineData("\"only\":[]", "$.models[0].only must name at least one")]
    [InlineData("\"only\":[\"eu-wset\"]", "$.models[0].only[0] names no tag, region, account or provider that is known; did you mean eu-west?")]
    [InlineData("\"avoid\":[\"nowhere-at-all\"]", "$.models[0].avoid[0] names no tag, region, account or provider that is known")]
    [InlineData("\"fallbacks\":[\"m\"]", "$.models[0].fallbacks[0] names the model itself")]
    [InlineData("\"fallbacks\":[\"spar\"]", "$.models[0].fallbacks[0] names no model that is known; did you mean spare?")]
    [InlineData("\"hedge\":{\"max_share\":0}", "$.models[0].hedge.max_share must be a number from 0.001 to 1")]
    [InlineData("\"hedge\":{\"max_share\":1.1}", "$.models[0].hedge.max_share must be a number from 0.001 to 1")]
    [InlineData("\"continue\":\"yes\"", "$.models[0].continue must be true or false")]
    [InlineData("\"hedge\":0.1", "$.models[0].hedge must be an object")]
    [InlineData("\"fallbacks\":\"spare\"", "$.models[0].fallbacks must be an array of strings")]
    public void AModelThatIsWrong_IsRefused(string members, params string[] errors) => Assert.Equal(errors, Configs.ErrorsOf($$"""
        {
          "accounts": [{"id":"a","provider":"openai","region":"eu-west"}],
          "models": [{"name":"m","targets":[{"account":"a"}],{{members}}},{"name":"spare","targets":[{"account":"a"}]}]
        }
        """));

    [Theory]
    [InlineData("\"priority\":-1", "$.models[0].targets[0].priority must be a number from 0 to 100")]
    [InlineData("\"priority\":1.5", "$.models[0].targets[0].priority must be a whole number")]
    [InlineData("\"priority\":\"0\"", "$.models[0].targets[0].priority must be a number")]
    [InlineData("\"weight\":1000.1", "$.models[0].targets[0].weight must be a number from 0 to 1000")]
    [InlineData("\"tier\":1", "$.models[0].targets[0].tier is not a known property")]
    public void ATargetThatIsWrong_IsRefused(string member, string error) => Assert.Equal([error], Configs.ErrorsOf(
        $$"""{"accounts":[{"id":"a","provider":"openai"}],"models":[{"name":"m","targets":[{"account":"a",{{member}}}]}]}"""));

    [Fact]
    public void APattern_HasNoOtherNames() => Assert.Equal(
        ["$.models[0].aliases must not be given for a pattern", "$.models[0].tags must not be given for a pattern"],
        Configs.ErrorsOf("""{"accounts":[{"id":"a","provider":"openai"}],"models":[{"name":"m*","aliases":["n"],"tags":["t"],"targets":[{"account":"a"}]}]}"""));

    [Theory]
    [InlineData("\"key\":\"abcdefghjkmn\"", "$.overrides[0] must say what is different: use, only or avoid")]
    [InlineData("\"use\":\"gpt-4o\"", "$.overrides[0] must name either a key or a project")]
    [InlineData("\"key\":\"abcdefghjkmn\",\"project\":\"p\",\"use\":\"gpt-4o\"", "$.overrides[0] must name either a key or a project")]
    [InlineData("\"key\":\"sk-relay-abcdefghjkmn-5\",\"use\":\"gpt-4o\"", "$.overrides[0].key must be the id of a key: 12 characters, as GET /api/keys lists it")]
    [InlineData("\"project\":\"p\",\"use\":\"gpt-*\"", "$.overrides[0].use must be a name, not a pattern")]
    [InlineData("\"project\":\"p\",\"use\":\"nothing-like-it\"", "$.overrides[0].use names no model that is known")]
    [InlineData("\"project\":\"p\",\"avoid\":[\"nowhere-at-all\"]", "$.overrides[0].avoid[0] names no tag, region, account or provider that is known")]
    public void AnOverrideThatIsWrong_IsRefused(string members, string error) =>
        Assert.Equal([error], Configs.ErrorsOf($$"""{"overrides":[{{{members}}}]}"""));
}
