using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Forwarding;
using Relay.Forwarding.Credentials;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Routing.Providers;
using Relay.Storage;
using Relay.Tests.Forwarding.Credentials;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Forwarding;

public sealed class UpstreamClientTests : IIdentityTokens, IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Secrets _secrets = new();
    private readonly TokenClient _tokens;
    private readonly UpstreamClient _client;
    private int _issued;

    public UpstreamClientTests()
    {
        _tokens = new(_time);
        _client = new(new AccountCredentials(_secrets, this, _tokens, _time, new LogLines<AccountCredentials>()));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _tokens.Dispose();
    }

    [Fact]
    public async Task AKey_GoesInTheProvidersHeader_AndARotatedOneIsFound()
    {
        _secrets.Stored["K"] = "one";
        var attempt = AttemptAt(new("a", Azure, "https://r.example", "K", null));
        using (var request = await CreateAsync(attempt)) Assert.Equal(["one"], request!.Headers.GetValues("api-key"));

        Assert.False(await _client.HasNewSecretAsync(attempt.Target.Account, attempt.Secret, Token));
        _secrets.Stored["K"] = "two";
        Assert.True(await _client.HasNewSecretAsync(attempt.Target.Account, attempt.Secret, Token));
        using (var request = await CreateAsync(attempt)) Assert.Equal(["two"], request!.Headers.GetValues("api-key"));
    }

    [Fact]
    public async Task AManagedIdentity_GoesAsABearerToken_AndIsRenewedOnceItIsNotYoung()
    {
        var attempt = AttemptAt(new("a", Azure, "https://r.example", null, null) { Auth = new ManagedIdentityAuth("scope") });
        using (var request = await CreateAsync(attempt))
        {
            Assert.Equal("Bearer scope-1", request!.Headers.Authorization!.ToString());
            Assert.False(request.Headers.Contains("api-key"));
        }

        Assert.False(await _client.HasNewSecretAsync(attempt.Target.Account, attempt.Secret, Token));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await _client.HasNewSecretAsync(attempt.Target.Account, attempt.Secret, Token));
        using (var request = await CreateAsync(attempt)) Assert.Equal("Bearer scope-2", request!.Headers.Authorization!.ToString());
        Assert.Equal(2, _issued);
    }

    [Theory]
    [InlineData("one\ntwo")]
    [InlineData("one two")]
    [InlineData("schlüssel")]
    public async Task AKeyThatCannotStandInAHeader_IsNotSent(string key)
    {
        _secrets.Stored["K"] = key;
        var account = new Account("a", Azure, "https://r.example", "K", null);
        Assert.Null(await CreateAsync(AttemptAt(account)));
    }

    [Fact]
    public async Task AMissingKey_SendsNothing_AndAnAccountWithoutOneShowsNone()
    {
        Assert.Null(await CreateAsync(AttemptAt(new("a", Azure, "https://r.example", "K", null))));
        var attempt = AttemptAt(new("a", Azure, "https://r.example", null, null));
        using var request = await CreateAsync(attempt);
        Assert.False(request!.Headers.Contains("api-key"));
        Assert.False(await _client.HasNewSecretAsync(attempt.Target.Account, attempt.Secret, Token));
    }

    Task<FreshSecret> IIdentityTokens.IssueAsync(string scope, CancellationToken cancellationToken) =>
        Task.FromResult(FreshSecret.Token($"{scope}-{++_issued}", TimeSpan.FromHours(1), _time.GetUtcNow()));

    private static Provider Azure => ProviderCatalogue.Default.Find("azure-openai")!;

    private Attempt AttemptAt(Account account) =>
        new(new Target(account, "m", (_, _, _) => null), Configs.Request(Dialect.OpenAIChat), TimeSpan.Zero, _time);

    private async Task<HttpRequestMessage?> CreateAsync(Attempt attempt)
    {
        var request = await _client.CreateAsync(
            attempt, Configs.Request(Dialect.OpenAIChat), new HeaderDictionary(), new ByteArrayContent([]), Token);
        return request;
    }
}
