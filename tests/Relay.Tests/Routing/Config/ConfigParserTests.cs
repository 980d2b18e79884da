using Relay.Routing.Config;

namespace Relay.Tests.Routing.Config;

public sealed class ConfigParserTests
{
    [Fact]
    public void ADocumentWithEverything_IsReadWhole()
    {
        var document = Configs.Parse("""
            // People write this.
            {
              "accounts": [
                { "id": "main", "provider": "OpenAI", "base_url": "https://example.com/v1", "secret": "MY_KEY", "models": ["gpt-*", "o3"] },
                { "id": "other", "provider": "groq", "secret": "GROQ_API_KEY", },
              ],
              "models": [
                { "name": "fast", "targets": [ { "account": "other", "model": "llama" }, { "account": "main" } ] }
              ],
              "prices": [
                { "model": "llama*", "provider": "Groq", "input": 50.5, "cached_input": 5, "cache_write": 60, "output": 100000000 },
                { "model": "*", "input": 0, "output": 0 }
              ],
              "unpriced": "refuse",
              "limits": { "body_bytes": 1024 },
              "timeouts": { "first_byte_seconds": 0.1, "idle_seconds": 86400 },
            }
            """);

        Assert.Equal(
            [("main", "openai", "https://example.com/v1", "MY_KEY"), ("other", "groq", null, "GROQ_API_KEY")],
            document.Accounts.Select(account => (account.Id, account.Provider, account.BaseUrl, account.Secret)));
        Assert.Equal(["gpt-*", "o3"], document.Accounts[0].Models);
        Assert.Null(document.Accounts[1].Models);
        var model = Assert.Single(document.Models);
        Assert.Equal("fast", model.Name);
        Assert.Equal([new TargetConfig("other", "llama"), new TargetConfig("main", null)], model.Targets);
        Assert.Equal(
            [new PriceConfig("llama*", "groq", 50.5m, 5, 60, 100_000_000), new PriceConfig("*", null, 0, null, null, 0)],
            document.Prices);
        Assert.Equal(UnpricedPolicy.Refuse, document.Unpriced);
        Assert.Equal(1024, document.BodyLimit);
        Assert.Equal((TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), (document.Timeouts.FirstByte, document.Timeouts.Idle));
    }

    [Fact]
    public void AnEmptyDocument_IsValid_AndHasTheDefaults()
    {
        var document = Configs.Parse("{}");
        Assert.Empty(document.Accounts);
        Assert.Equal((UnpricedPolicy.Allow, 64 * 1024 * 1024L), (document.Unpriced, document.BodyLimit));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5)), (document.Timeouts.FirstByte, document.Timeouts.Idle));
    }

    [Theory]
    [InlineData("allow", UnpricedPolicy.Allow)]
    [InlineData("free", UnpricedPolicy.Free)]
    [InlineData("refuse", UnpricedPolicy.Refuse)]
    internal void EachPolicy_IsNamed(string name, UnpricedPolicy policy) =>
        Assert.Equal(policy, Configs.Parse($$"""{"unpriced":"{{name}}"}""").Unpriced);

    [Theory]
    [InlineData("", "$ is not JSON: it breaks at line 1, byte 1 of it")]
    [InlineData("{", "$ is not JSON: it breaks at line 1, byte 2 of it")]
    [InlineData("{\n  nope }", "$ is not JSON: it breaks at line 2, byte 3 of it")]
    [InlineData("{} {}", "$ is not JSON: it breaks at line 1, byte 4 of it")]
    [InlineData("[]", "$ must be an object")]
    [InlineData("null", "$ must be an object")]
    [InlineData("\"sk-a-secret\"", "$ must be an object")]
    [InlineData("1e999999", "$ must be an object")]
    public void WhatIsNoObject_IsOneError(string json, string error) => Assert.Equal([error], Configs.ErrorsOf(json));

    [Fact]
    public void HostileDepth_IsAnError()
    {
        var error = Assert.Single(Configs.ErrorsOf($$"""{"accounts":{{new string('[', 100_000)}}"""));
        Assert.StartsWith("$ is not JSON: it breaks at line 1, byte ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AByteOrderMark_AsEditorsWriteIt_IsNoError() => Assert.Empty(Configs.ErrorsOf("\uFEFF{}"));

    [Fact]
    public void EveryErrorOfADocument_IsFoundAtOnce()
    {
        Assert.Equal(
        [
            "$.accounts[0].id must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit",
            "$.accounts[0].provider names no provider that is known; did you mean openai?",
            "$.accounts[1] must be an object",
            "$.accounts[2].provider is missing",
            "$.accounts[2].secret must be a string",
            "$.timeouts.idle_seconds must be a number from 0.1 to 86400",
            "$.models[0].targets[0].account names no account that is known; did you mean main?",
            "$.prices[0].input must be a number from 0 to 100000000",
            "$.unpriced must be allow, free or refuse",
            "$.acounts is not a known property",
        ],
            Configs.ErrorsOf("""
            {
              "accounts": [ { "id": "Main!", "provider": "opnai" }, 5, { "id": "main", "secret": 5 } ],
              "models": [ { "name": "fast", "targets": [ { "account": "mian" } ] } ],
              "prices": [ { "model": "x", "input": -1, "output": 0 } ],
              "unpriced": "maybe",
              "timeouts": { "idle_seconds": 0 },
              "acounts": []
            }
            """));
    }
}
