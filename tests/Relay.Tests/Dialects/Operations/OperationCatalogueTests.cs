using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Dialects.Operations;

public sealed class OperationCatalogueTests
{
    [Theory]
    [InlineData("embeddings", "openai", "https://api.openai.com/v1/embeddings")]
    [InlineData("messages/count_tokens", "anthropic", "https://api.anthropic.com/v1/messages/count_tokens")]
    [InlineData("messages/count_tokens", "groq", null)]
    [InlineData("audio/speech", "groq", "https://api.groq.com/openai/v1/audio/speech")]
    public void AnAccount_IsAskedWhereItHasIt(string path, string provider, string? url)
    {
        var operation = OperationCatalogue.AtPath(path)!;
        var account = Configs.Snapshot($$"""{"accounts":[{"id":"a","provider":"{{provider}}"}]}""").Accounts.Single();
        Assert.Equal(url, account.EndpointFor(operation.Dialect, operation)?.UrlOf("m", Ask(operation)).AbsoluteUri);
    }

    [Theory]
    [InlineData("embedContent", "google", "https://generativelanguage.googleapis.com/v1beta/models/a%2Fb:embedContent")]
    [InlineData("countTokens", "google", "https://generativelanguage.googleapis.com/v1beta/models/a%2Fb:countTokens")]
    [InlineData("batchEmbedContents", "openai", "https://api.openai.com/v1/embeddings")]
    [InlineData("countTokens", "openai", null)]
    public void AVerb_IsAskedWhereItIsKnown(string verb, string provider, string? url)
    {
        var operation = OperationCatalogue.OfVerb(verb)!;
        var account = Configs.Snapshot($$"""{"accounts":[{"id":"a","provider":"{{provider}}"}]}""").Accounts.Single();
        Assert.Equal(url, account.EndpointFor(operation.Dialect, operation)?.UrlOf("a/b", Ask(operation)).AbsoluteUri);
    }

    [Theory]
    [InlineData("generateContent")]
    [InlineData("predict")]
    public void AnotherVerb_IsNone(string verb) => Assert.Null(OperationCatalogue.OfVerb(verb));

    private static CallRequest Ask(Operation operation) =>
        new() { Dialect = operation.Dialect, Operation = operation, Model = "m", Stream = false, UsageAsked = true, Edits = [] };
}
