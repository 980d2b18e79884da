using System.ClientModel;
using OpenAI.Chat;
using Relay.Local.Tests.Clients;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Sdk;

/// <summary>Each fault as OpenAI's own SDKs show it: their exception, <c>Retry-After</c>, and the id of the request.</summary>
public sealed class EachFaultTests
{
    [Fact(Timeout = 120_000)]
    public async Task TheSdkForNet_ThrowsItsException_WithTheWait_AndTheId()
    {
        await using var relay = await SdkFaultRelay.StartAsync();
        await Task.WhenAll(SdkFault.All.Select(async fault =>
        {
            var chat = relay.Running.Chat(fault.Name, relay.KeyFor(fault));
            var whole = await Assert.ThrowsAsync<ClientResultException>(
                () => chat.CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken));
            var streamed = await Assert.ThrowsAsync<ClientResultException>(() => chat.StreamTextAsync("Hi"));
            foreach (var thrown in new[] { whole, streamed })
            {
                Assert.Equal((fault.Name, (fault.Status, fault.Code)), (fault.Name, thrown.Read()));
                var headers = thrown.GetRawResponse()!.Headers;
                headers.TryGetValue("Retry-After", out var wait);
                Assert.Equal((fault.Name, fault.RetryAfter), (fault.Name, wait));
                Assert.True(headers.TryGetValue("x-request-id", out var id) && headers.TryGetValue("x-relay-call-id", out var call)
                    && (fault.IsProviders ? id!.StartsWith("sandbox-", StringComparison.Ordinal) : id == call), $"{fault.Name}: {id}");
            }
        }));
    }

    [Fact(Timeout = 300_000)]
    public async Task TheSdkForNode_ThrowsItsException_WithTheWait_AndTheId()
    {
        Assert.SkipUnless(NodePackages.HasNode, NodePackages.NoNode);
        await using var relay = await SdkFaultRelay.StartAsync();

        var results = await NodeClient.RunAsync(relay.Running, "openai-faults.mjs", environment: new()
        {
            ["RELAY_FAULTS"] = string.Join(',', SdkFault.All.Select(fault => fault.Name)),
            ["RELAY_KEY_NARROW"] = relay.NarrowKey,
        });

        Assert.Equal(
            SdkFault.All.SelectMany(fault => new[] { "whole", "streamed" }.Select(form =>
                $"""{fault.Name} {form}: ["{fault.Type}",{fault.Status},"{fault.Code}",{(fault.RetryAfter is null ? "null" : $"\"{fault.RetryAfter}\"")},"{(fault.IsProviders ? "provider" : "relay")}"]"""))
                // What broke off has had a status, and it was 200.
                .Append("""breaks streamed: ["APIError",null,"sandbox_error",null,"provider","word1 word2 "]""")
                .Append("""models: ["relay"]""")
                .Order(StringComparer.Ordinal),
            results.Select(result => $"{result.Key}: {result.Value}").Order(StringComparer.Ordinal));
    }
}
