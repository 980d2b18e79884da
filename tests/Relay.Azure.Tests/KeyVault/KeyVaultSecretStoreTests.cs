using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Azure.KeyVault;
using Relay.Azure.Tests.Running;
using Relay.Storage;

namespace Relay.Azure.Tests.KeyVault;

public sealed partial class KeyVaultSecretStoreTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Vault _vault = new();
    private readonly List<string> _scopes = [];
    private readonly KeyVaultSecretStore _store;

    public KeyVaultSecretStoreTests() => _store = Store(allowWrites: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _vault.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task TheVaultsChallenge_IsAnswered_AndASecretIsReadOnce()
    {
        _vault.Set("OPENAI-API-KEY", " sk-1\n");

        Assert.Equal("sk-1", await _store.GetAsync("OPENAI_API_KEY", Token));
        Assert.Equal("sk-1", await _store.GetAsync("openai-api-key", Token));
        Assert.Equal(1, _vault.Challenged);
        Assert.Equal(["GET /secrets/OPENAI-API-KEY"], _vault.Asked);
        Assert.Equal("https://vault.azure.net/.default", Assert.Single(_scopes.Distinct()));
        Assert.Null(_store.FaultOf("OPENAI_API_KEY"));
    }

    [Fact(Timeout = 60_000)]
    public async Task ANewVersion_IsReadBesideTheCalls_AfterFiveMinutes()
    {
        _vault.Set("A", "one");
        await _store.GetAsync("A", Token);
        _vault.Set("A", "two");
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal("one", await _store.GetAsync("A", Token));
        Assert.Single(_vault.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one", await _store.GetAsync("A", Token));
        await Poll.UntilAsync(async () => await _store.GetAsync("A", Token) == "two");
        Assert.Equal(2, _vault.Asked.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task ASecretThatAProviderRefused_IsReadAgainAtOnce_OnceForAll()
    {
        _vault.Set("A", "one");
        await _store.GetAsync("A", Token);
        _vault.Set("A", "two");
        _time.Advance(TimeSpan.FromSeconds(10));

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _store.RefreshAsync("A", "one", Token).AsTask()));
        Assert.All(all, value => Assert.Equal("two", value));
        Assert.Equal(2, _vault.Asked.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(429, "Throttled", null, SecretFault.Throttled, true)]
    [InlineData(403, "Forbidden", "ForbiddenByRbac", SecretFault.Denied, true)]
    [InlineData(401, "Unauthorized", null, SecretFault.Denied, true)]
    [InlineData(500, "InternalServerError", null, SecretFault.Unreachable, true)]
    [InlineData(503, "ServiceUnavailable", null, SecretFault.Unreachable, true)]
    [InlineData(403, "Forbidden", "SecretDisabled", SecretFault.Disabled, false)]
    [InlineData(404, "SecretNotFound", null, SecretFault.Missing, false)]
    public async Task WhenTheVaultFails_TheKnownValueServes_UnlessTheSecretIsGone(
        int status, string code, string? inner, SecretFault fault, bool serves)
    {
        _vault.Set("A", "one");
        await _store.GetAsync("A", Token);
        _vault.Fail(status, code, inner);
        Assert.Null(await AskedTwice(_store.GetAsync("B", Token)));
        Assert.Equal(fault, _store.FaultOf("B"));

        // What is seconds old is not read again.
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(serves ? "one" : null, await AskedTwice(_store.RefreshAsync("A", "one", Token)));
        Assert.Equal(serves ? "one" : null, await _store.GetAsync("A", Token));
        Assert.Equal(fault, _store.FaultOf("A"));
    }

    [Fact(Timeout = 60_000)]
    public async Task AThrottlingVault_IsLeftAloneForAsLongAsItSays()
    {
        _vault.Fail(429, "Throttled", retryAfter: "20");
        Assert.Null(await _store.GetAsync("A", Token));
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Null(await _store.GetAsync("A", Token));
        Assert.Single(_vault.Asked);

        _vault.Instead = null;
        _vault.Set("A", "one");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one", await _store.GetAsync("A", Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task OneHiccup_DoesNotFailTheFirstCall()
    {
        var store = Store(allowWrites: false, Fast.Time);
        _vault.Set("A", "one");
        var asked = 0;
        _vault.Instead = (_, _) => asked++ == 0 ? throw new HttpRequestException("reset") : Task.FromResult<HttpResponseMessage?>(null);

        Assert.Equal("one", await store.GetAsync("A", Token));
        Assert.Equal(2, asked);
    }

    [Fact(Timeout = 60_000)]
    public async Task AVaultThatNeverAnswers_IsGivenUp()
    {
        var options = KeyVaultClient.Options();
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(50);
        var store = Store(allowWrites: false, Fast.Time, options);
        _vault.Instead = async (_, token) =>
        {
            var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var watch = token.Register(() => never.TrySetCanceled(token));
            await never.Task;
            return null;
        };

        Assert.Null(await store.GetAsync("A", Token));
        Assert.Equal(SecretFault.Unreachable, store.FaultOf("A"));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnIdentityThatGetsNoToken_IsDenied()
    {
        var store = Store(allowWrites: false, Fast.Time, identity: _ => throw new AuthenticationFailedException("canary-identity-words"));
        _vault.Set("A", "one");

        Assert.Null(await store.GetAsync("A", Token));
        Assert.Equal(SecretFault.Denied, store.FaultOf("A"));
    }

    // A vault that hiccups is asked a second time shortly after.
    private async Task<string?> AskedTwice(ValueTask<string?> asking)
    {
        var task = asking.AsTask();
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        return await task;
    }

    private KeyVaultSecretStore Store(
        bool allowWrites, TimeProvider? time = null, global::Azure.Security.KeyVault.Secrets.SecretClientOptions? options = null,
        Func<string, string>? identity = null)
    {
        options ??= KeyVaultClient.Options();
        options.Transport = new HttpClientTransport(new HttpClient(_vault, disposeHandler: false));
        var credential = new FixedCredential(identity ?? (scope =>
        {
            lock (_scopes) _scopes.Add(scope);
            return "token";
        }));
        return new(
            KeyVaultClient.Open(_vault.Address, credential, options), allowWrites, time ?? _time, NullLogger<KeyVaultSecretStore>.Instance);
    }
}
