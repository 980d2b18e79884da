using System.Net;
using System.Text;

namespace Relay.Azure.Tests.Relays;

/// <summary>A relay under a managed identity, as an Azure app has it: an endpoint on its own machine that gives out tokens.</summary>
public sealed class ManagedIdentityTests : IAsyncDisposable
{
    private const string Answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}
        """;

    private const string Events =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":0}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n"
        + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-identity-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClaudeInFoundry_IsCalledInItsOwnDialect_WithATokenForIt_AndWithoutAnyKey(bool stream)
    {
        var expires = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        await using var identity = RawUpstream.Start(RawUpstream.Json(
            FormattableString.Invariant($$"""{"access_token":"canary-token","expires_on":"{{expires}}","resource":"https://ai.azure.com","token_type":"Bearer"}""")));
        await using var foundry = RawUpstream.Start(stream ? RawUpstream.Events(Events) : RawUpstream.Json(Answer));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "relay.json"), $$"""
            {"accounts":[{"id":"claude","provider":"azure-anthropic","base_url":"{{foundry.BaseUrl.Replace("/v1", "/anthropic/v1", StringComparison.Ordinal)}}","auth":"managed-identity","models":["claude"]}]}
            """, Stop);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName, new Dictionary<string, string>
        {
            ["IDENTITY_ENDPOINT"] = identity.BaseUrl,
            ["IDENTITY_HEADER"] = "canary-header",
        });
        using var caller = relay.ClientOf(relay.RelayKey);

        for (var i = 0; i < 2; i++)
        {
            using var answer = await caller.PostAsync(new Uri("/v1/messages", UriKind.Relative), new StringContent(
                $$"""{"model":"claude","max_tokens":9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""",
                Encoding.UTF8, "application/json"), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("\"Hello\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        // One token serves both.
        var asked = Uri.UnescapeDataString(Assert.Single(identity.Requests));
        Assert.Contains("resource=https://ai.azure.com", asked, StringComparison.Ordinal);
        Assert.Contains("canary-header", asked, StringComparison.Ordinal);
        Assert.Equal(2, foundry.Requests.Count);
        Assert.All(foundry.Requests, request =>
        {
            Assert.StartsWith("POST /anthropic/v1/messages HTTP/1.1\r\n", request, StringComparison.Ordinal);
            Assert.Contains("\r\nAuthorization: Bearer canary-token\r\n", request, StringComparison.Ordinal);
            Assert.Contains("\r\nanthropic-version: 2023-06-01\r\n", request, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("x-api-key", request, StringComparison.OrdinalIgnoreCase);
        });
        Assert.DoesNotContain("canary", relay.Output, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
