using Azure;
using Azure.Core;
using Azure.Identity;
using Relay.Azure.Identity;
using Relay.Storage;

namespace Relay.Azure.Tests.Identity;

public sealed class IdentityTokensTests
{
    private const string Scope = "https://cognitiveservices.azure.com/.default";

    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AToken_IsAskedForItsScope_AndRefreshedWhenAzureSays()
    {
        var now = _time.GetUtcNow();
        var scopes = new List<string>();
        var token = await IssueAsync((context, _) =>
        {
            scopes.AddRange(context.Scopes);
            return new(new AccessToken("t1", now.AddHours(24), now.AddHours(12)));
        });

        Assert.Equal([Scope], scopes);
        Assert.Equal(("t1", now.AddHours(12), now.AddHours(24).AddSeconds(-30)), (token.Value, token.RefreshAt, token.ExpiresAt));
    }

    [Fact]
    public async Task WhereAzureDoesNotSay_ItIsRefreshedAfterMostOfItsLife()
    {
        var now = _time.GetUtcNow();
        var token = await IssueAsync((_, _) => new(new AccessToken("t1", now.AddMinutes(100))));

        Assert.Equal(now.AddMinutes(70), token.RefreshAt);
    }

    [Theory]
    [InlineData(typeof(CredentialUnavailableException), SecretFault.Unsupported)]
    [InlineData(typeof(AuthenticationFailedException), SecretFault.Refused)]
    [InlineData(typeof(RequestFailedException), SecretFault.Unreachable)]
    [InlineData(typeof(HttpRequestException), SecretFault.Unreachable)]
    public async Task AFailure_IsNamed_AndNotQuoted(Type type, SecretFault fault)
    {
        var failure = await Assert.ThrowsAsync<SecretException>(() =>
            IssueAsync((_, _) => throw (Exception)Activator.CreateInstance(type, "canary-words")!));

        Assert.Equal(fault, failure.Fault);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExpiredToken_IsNone() =>
        Assert.Equal(SecretFault.Malformed, (await Assert.ThrowsAsync<SecretException>(() =>
            IssueAsync((_, _) => new(new AccessToken("t1", _time.GetUtcNow()))))).Fault);

    [Fact]
    public async Task AnIdentityThatDoesNotAnswer_IsGivenUp()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var issuing = IssueAsync(async (_, token) =>
        {
            var never = new TaskCompletionSource<AccessToken>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var watch = token.Register(() => never.TrySetCanceled(token));
            asked.SetResult();
            return await never.Task;
        });
        await asked.Task;
        _time.Advance(IdentityTokens.Timeout);

        Assert.Equal(SecretFault.Unreachable, (await Assert.ThrowsAsync<SecretException>(() => issuing)).Fault);
    }

    private Task<FreshSecret> IssueAsync(Func<TokenRequestContext, CancellationToken, ValueTask<AccessToken>> answer) =>
        new IdentityTokens(new(() => new Answering(answer)), _time).IssueAsync(Scope, Token);

    private sealed class Answering(Func<TokenRequestContext, CancellationToken, ValueTask<AccessToken>> answer) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            answer(requestContext, cancellationToken);
    }
}
