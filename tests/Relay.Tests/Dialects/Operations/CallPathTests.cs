using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay.Tests.Dialects.Operations;

public sealed class CallPathTests
{
    [Theory]
    [InlineData("chat/completions", "OpenAIChat", null)]
    [InlineData("messages", "Anthropic", null)]
    [InlineData("messages/count_tokens", "Anthropic", "count_tokens")]
    [InlineData("embeddings", "OpenAIChat", "embeddings")]
    [InlineData("audio/speech", "OpenAIChat", "speech")]
    public void APath_IsFound(string path, string dialect, string? operation)
    {
        var found = CallPath.Find("POST", path)!.Value;
        Assert.Equal((Enum.Parse<Dialect>(dialect), operation), (found.Dialect, found.Operation?.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("embedContent")]
    [InlineData("Embeddings")]
    [InlineData("embeddings/")]
    public void NothingElse_Is(string? path) => Assert.Null(CallPath.Find("POST", path));

    [Theory]
    [InlineData("m/chat/completions", "m", "chat/completions")]
    [InlineData("m/completions", "m", "completions")]
    [InlineData("a/b/embeddings", "a/b", "embeddings")]
    [InlineData("a%2Fb/embeddings", "a/b", "embeddings")]
    [InlineData("embeddings/embeddings", "embeddings", "embeddings")]
    public void ADeployment_IsTakenApart(string path, string model, string rest)
    {
        Assert.True(CallPath.TrySplitDeployment(path, out var foundModel, out var foundRest));
        Assert.Equal((model, rest), (foundModel, foundRest));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("/embeddings")]
    [InlineData("m/messages")]
    [InlineData("m/embeddings/x")]
    public void ADeploymentWithNothingBehindIt_IsNone(string? path) => Assert.False(CallPath.TrySplitDeployment(path, out _, out _));

    [Theory]
    [InlineData("GET", "responses/resp_1", "response_retrieval", "resp_1")]
    [InlineData("DELETE", "responses/resp_1", "response_deletion", "resp_1")]
    [InlineData("POST", "responses/resp_1/cancel", "response_cancellation", "resp_1")]
    [InlineData("GET", "responses/resp_1/input_items", "response_input_items", "resp_1")]
    [InlineData("POST", "responses/compact", "compaction", null)]
    [InlineData("POST", "responses/input_tokens", "count_tokens", null)]
    [InlineData("POST", "responses", null, null)]
    public void WhatIsHeld_IsNamedByItsPath(string method, string path, string? operation, string? id)
    {
        var found = CallPath.Find(method, path)!.Value;
        Assert.Equal((Dialect.OpenAIResponses, operation, id), (found.Dialect, found.Operation?.Name, found.HeldId));
    }

    [Theory]
    [InlineData("POST", "responses/{id}")]
    [InlineData("POST", "responses/resp_1")]
    [InlineData("GET", "responses/")]
    [InlineData("GET", "responses//input_items")]
    [InlineData("GET", "responses/resp_1/cancel")]
    [InlineData("DELETE", "responses/resp_1/input_items")]
    [InlineData("GET", "responses")]
    [InlineData("GET", "chat/completions")]
    public void AnotherMethod_IsAnotherMatter(string method, string path) => Assert.Null(CallPath.Find(method, path));
}
