using Microsoft.AspNetCore.Http;
using Relay.Forwarding;

namespace Relay.Tests.Forwarding;

public sealed class PassedHeadersTests
{
    [Fact]
    public void OfACaller_TheProviderSeesWhatItNeeds_AndNoCredentialNorAddress()
    {
        var caller = new HeaderDictionary
        {
            ["Authorization"] = "Bearer sk-relay-x",
            ["x-api-key"] = "sk-relay-x",
            ["Cookie"] = "a=b",
            ["X-Forwarded-For"] = "10.0.0.1",
            ["Idempotency-Key"] = "once",
            ["session-id"] = "s",
            ["x-codex-turn-state"] = "é",
        };
        using var request = new HttpRequestMessage();

        PassedHeaders.CopyToProvider(caller, request.Headers);

        Assert.Equal(
            ["Idempotency-Key: once", "session-id: s", "x-codex-turn-state: é"],
            request.Headers.NonValidated.Select(header => $"{header.Key}: {header.Value}"));
    }

    [Fact]
    public void OfAnotherTarget_NothingStays()
    {
        var answer = new HeaderDictionary();
        using var first = new HttpResponseMessage();
        first.Headers.TryAddWithoutValidation("openai-version", "first");
        first.Headers.TryAddWithoutValidation("openai-organization", "ours");
        using var second = new HttpResponseMessage();
        second.Headers.TryAddWithoutValidation("openai-model", "second");
        second.Headers.TryAddWithoutValidation("x-gemini-service-tier", "flex");

        PassedHeaders.CopyToCaller(first.Headers, answer);
        PassedHeaders.CopyToCaller(second.Headers, answer);

        Assert.Equal(["openai-model: second", "x-gemini-service-tier: flex"], answer.Select(header => $"{header.Key}: {header.Value}"));
    }
}
