using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A translated call is said in the words that its provider takes.</summary>
public sealed class ProviderFormTests
{
    private const string Body = """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Weather?"},
         {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":""},{"type":"tool_use","id":"t1","name":"f","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"12"}]}],
         "tools":[{"name":"f","input_schema":{"type":"object"}}]}
        """;

    [Theory]
    [InlineData("azure-openai",
        """{"model":"real","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"t1","content":"12"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"max_completion_tokens":9}""")]
    [InlineData("deepseek",
        """{"model":"real","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"t1","content":"12"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"max_tokens":9}""")]
    public async Task AMessagesCall_IsSaidInTheProvidersForm(string provider, string expected)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"id":"c1","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"Cold."},"finish_reason":"stop"}]}"""));
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
            }
            """);

        using var response = await relay.Http.PostAsync(
            "/v1/messages", new StringContent(Body, null, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("\r\n\r\n" + expected, upstream.Requests.Single(), StringComparison.Ordinal);
    }
}
