using System.Text.Json.Nodes;
using Relay.Management;

namespace Relay.Tests.Management;

/// <summary>What is said of a question that is wrong: the field, what it is, and what it may be.</summary>
public sealed class RequestMessageTests : IAsyncLifetime
{
    private readonly ManagementBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _bench.StartAsync();
        await _bench.PutConfigAsync("""{"accounts":[{"id":"a","provider":"groq","models":["m"]}]}""");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("?limit=many", "limit", "limit must be a whole number from 1 to 200, but it is `many`.")]
    [InlineData("?limit=", "limit", "limit must be a whole number from 1 to 200, but it is empty.")]
    [InlineData("?limit=%0a", "limit", "limit must be a whole number from 1 to 200, but it is a text of 1 characters.")]
    [InlineData("?limit=1&limit=1", "limit", "The parameter limit is given twice.")]
    [InlineData("?size=1", "size", "There is no such parameter. There are limit, continuation, key, project, model, account, outcome, from, before.")]
    [InlineData("?outcome=open", "outcome", "outcome must be completed, failed, truncated, canceled or abandoned, but it is `open`.")]
    [InlineData("?outcome=1", "outcome", "outcome must be completed, failed, truncated, canceled or abandoned, but it is `1`.")]
    [InlineData("?from=yesterday", "from", "from must be a time such as 2026-01-31 or 2026-01-31T12:00:00Z, but it is `yesterday`.")]
    [InlineData("?before=2026-13-01", "before", "before must be a time such as 2026-01-31 or 2026-01-31T12:00:00Z, but it is `2026-13-01`.")]
    public async Task OfCalls(string query, string param, string message) =>
        Is(param, message, await _bench.CallAsync(http => _bench.Get<CallEndpoints>().ListAsync(http, Token), query));

    [Fact]
    public async Task WhatIsLong_IsNotRepeated() => Is("limit", "limit must be a whole number from 1 to 200, but it is a text of 5000 characters.",
        await _bench.CallAsync(http => _bench.Get<CallEndpoints>().ListAsync(http, Token), "?limit=" + new string('9', 5000)));

    [Theory]
    [InlineData("?version=two", "version", "version must be the number of a version, but it is `two`.")]
    [InlineData("?versoin=2", "versoin", "There is no such parameter. There are version.")]
    public async Task OfAConfig(string query, string param, string message) =>
        Is(param, message, await _bench.CallAsync(http => _bench.Get<ConfigEndpoints>().GetAsync(http, Token), query));

    [Theory]
    [InlineData("{}", "model", "model is missing: give it, or the call_id of a settled call.")]
    [InlineData("""{"model":""}""", "model", "model must have 1 to 300 characters, but it has 0.")]
    [InlineData("""{"model":["m"]}""", "model", "The field model must be a text, but it is a list.")]
    [InlineData("""{"model":"m","dialect":"openai"}""", "dialect", "dialect must be openai-chat, openai-responses, anthropic or gemini, but it is `openai`.")]
    [InlineData("""{"model":"m","only":[]}""", "only", "only must be 1 to 32 words, but there are 0.")]
    [InlineData("""{"model":"m","only":"eu"}""", "only", "The field only must be a list of texts, but it is a text.")]
    [InlineData("""{"model":"m","avoid":["a","b"]}""", "avoid", "avoid must be tags, regions, accounts or providers that there are here, but one is `b`.")]
    [InlineData("""{"call_id":"call_1","model":"m"}""", "call_id", "With call_id nothing else is given.")]
    public async Task OfARoute(string body, string param, string message) =>
        Is(param, message, await _bench.CallAsync(http => _bench.Get<RouteEndpoints>().ExplainAsync(http, Token), body: body));

    [Theory]
    [InlineData("""{"secret":"x"}""", "secret", "There is no field secret. The fields are value.")]
    [InlineData("{}", "value", "The field value is missing. It is the secret: a text of 1 to 25000 bytes.")]
    [InlineData("""{"value":["x"]}""", "value", "The field value must be a text, but it is a list.")]
    [InlineData("""{"value":" "}""", "value", "The field value must have 1 to 25000 bytes without the white space around it, but it has 0.")]
    public async Task OfASecret(string body, string param, string message)
    {
        await using var bench = new ManagementBench(new Forwarding.Credentials.Secrets());
        await bench.StartAsync();
        Is(param, message, await bench.CallAsync(http => bench.Get<SecretEndpoints>().PutAsync(http, "A", Token), body: body));
    }

    private static void Is(string param, string message, ManagementBench.Answer answer)
    {
        Assert.Equal((400, "invalid_field", param), answer.Error);
        Assert.Equal(message, (string?)JsonNode.Parse(answer.Body)!["error"]!["message"]);
    }
}
