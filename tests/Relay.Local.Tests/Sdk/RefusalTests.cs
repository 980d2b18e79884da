using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>What Relay itself refuses, as the official SDK's own exception; a stream is refused before its first event.</summary>
public sealed class RefusalTests
{
    [Fact(Timeout = 60_000)]
    public Task NoKey_Is401() => IsRefusedAsync(relay => Task.FromResult(WithoutKey(relay)), 401, "missing_api_key");

    [Fact(Timeout = 60_000)]
    public Task AnUnknownKey_Is401() =>
        IsRefusedAsync(relay => Task.FromResult(relay.Chat("sandbox", "sk-unknown")), 401, "invalid_api_key");

    [Fact(Timeout = 60_000)]
    public Task ADisabledKey_Is401() => IsRefusedAsync(async relay =>
    {
        var key = await relay.NewKeyAsync("{}");
        using var change = await relay.Admin.PatchAsync(
            $"/api/keys/{key[9..21]}", new StringContent("""{"disabled":true}""", null, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)change.StatusCode);
        return relay.Chat("sandbox", key);
    }, 401, "disabled_api_key");

    [Fact(Timeout = 60_000)]
    public Task AModelThatTheKeyMayNotUse_Is403() => IsRefusedAsync(
        async relay => relay.Chat("sandbox", await relay.NewKeyAsync("""{"models":["gpt-*"]}""")), 403, "model_not_allowed");

    [Fact(Timeout = 60_000)]
    public Task AnUnknownModel_Is404() =>
        IsRefusedAsync(relay => Task.FromResult(relay.Chat("no-such-model")), 404, "model_not_found");

    private static async Task IsRefusedAsync(Func<RunningRelay, Task<ChatClient>> make, int status, string code)
    {
        await using var relay = await RunningRelay.StartAsync();
        var chat = await make(relay);

        var whole = await Assert.ThrowsAsync<ClientResultException>(
            () => chat.CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken));
        var streamed = await Assert.ThrowsAsync<ClientResultException>(() => chat.StreamTextAsync("Hi"));

        Assert.Equal((status, code), whole.Read());
        Assert.Equal((status, code), streamed.Read());
        Assert.Equal(0, relay.Relay.Sandbox.Log.Count);
    }

    // The SDK insists on a key; a policy takes it away again.
    private static ChatClient WithoutKey(RunningRelay relay)
    {
        var options = new OpenAIClientOptions { Endpoint = relay.BaseUrl, RetryPolicy = new ClientRetryPolicy(0) };
        options.AddPolicy(new DropsTheKey(), PipelinePosition.BeforeTransport);
        return new ChatClient("sandbox", new ApiKeyCredential("dropped"), options);
    }

    private sealed class DropsTheKey : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
