using System.Globalization;
using Relay.Forwarding.Credentials;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Routing.Providers;
using Relay.Storage;

namespace Relay.Tests.Forwarding.Credentials;

/// <summary>Accounts that say <c>"auth": "oauth2"</c>, and a token server over a real socket.</summary>
public sealed partial class OAuth2Tests : IDisposable
{
    private const string Mark = "canary-token-51c2";

    private readonly ManualTimeProvider _time = new();
    private readonly Secrets _secrets = new();
    private readonly LogLines<AccountCredentials> _log = new();
    private readonly TokenClient _tokens;

    public OAuth2Tests()
    {
        _tokens = new(_time);
        _secrets.Stored["CLIENT"] = Mark + "-client";
        _secrets.Stored["REFRESH"] = Mark + "-refresh";
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _tokens.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task ClientCredentials_AreSentAsAForm()
    {
        await using var server = await TokenServer.StartAsync((200, Answer("t1")));
        var credential = Credential(server, auth => auth with { ClientSecret = "CLIENT", Scope = "models:read" });

        Assert.Equal("t1", await credential.GetAsync(Token));
        Assert.Equal("t1", await credential.GetAsync(Token));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "relay",
                ["client_secret"] = Mark + "-client",
                ["scope"] = "models:read",
            },
            Assert.Single(server.Forms));
    }

    [Fact(Timeout = 60_000)]
    public async Task ARefreshToken_IsSentAsAForm()
    {
        await using var server = await TokenServer.StartAsync((200, Answer("t1")));

        Assert.Equal("t1", await Credential(server, auth => auth with { RefreshToken = "REFRESH" }).GetAsync(Token));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = "relay",
                ["refresh_token"] = Mark + "-refresh",
            },
            Assert.Single(server.Forms));
    }

    [Fact(Timeout = 60_000)]
    public async Task AToken_IsFetchedAgainBeforeItExpires_AndNotUsedAfter()
    {
        await using var server = await TokenServer.StartAsync((200, Answer("t1", 1000)), (200, Answer("t2", 1000)), (503, ""));
        var credential = Credential(server);
        Assert.Equal("t1", await credential.GetAsync(Token));
        _time.Advance(TimeSpan.FromSeconds(700));
        Assert.Equal("t1", await credential.GetAsync(Token));
        await Poll.UntilAsync(async () => await credential.GetAsync(Token) == "t2");

        _time.Advance(TimeSpan.FromSeconds(970));
        Assert.Null(await credential.GetAsync(Token));
        Assert.Equal(SecretFault.Unreachable, credential.Fault);
    }

    [Fact(Timeout = 60_000)]
    public async Task ARefusedToken_IsReplacedOnce()
    {
        await using var server = await TokenServer.StartAsync((200, Answer("t1")), (200, Answer("t2")));
        var credential = Credential(server);
        await credential.GetAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(10));

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => credential.RenewAsync("t1", Token).AsTask()));
        Assert.All(all, renewed => Assert.Equal("t2", renewed));
        Assert.Equal(2, server.Forms.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task ARotatedClientSecret_IsReadAgain_WhenTheOldOneIsRefused()
    {
        await using var server = await TokenServer.StartAsync(
            (200, Answer("t1", 100)), (401, """{"error":"invalid_client"}"""), (200, Answer("t2")));
        var credential = Credential(server);
        await credential.GetAsync(Token);
        _secrets.Stored["CLIENT"] = "new";
        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal("t2", await credential.GetAsync(Token));
        Assert.Equal([Mark + "-client", Mark + "-client", "new"], server.Forms.Select(form => form["client_secret"]));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task ARefreshTokenThatIsReplaced_IsUsedFromThenOn_AndStoredWhereThatMayBe(bool readOnly, int warnings)
    {
        _secrets.ReadOnly = readOnly ? "It may not." : null;
        await using var server = await TokenServer.StartAsync(
            (200, """{"access_token":"t1","expires_in":100,"refresh_token":"canary-token-51c2-second"}"""), (200, Answer("t2")));
        var credential = Credential(server, auth => auth with { ClientSecret = null, RefreshToken = "REFRESH" });
        await credential.GetAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal("t2", await credential.GetAsync(Token));
        Assert.Equal([Mark + "-refresh", Mark + "-second"], server.Forms.Select(form => form["refresh_token"]));
        Assert.Equal(Mark + (readOnly ? "-refresh" : "-second"), _secrets.Stored["REFRESH"]);
        Assert.Equal(warnings, _log.Lines.Count);
        Assert.DoesNotContain(_log.Lines, line => line.Contains(Mark, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task AccountsThatSayTheSame_ShareOneToken_ThoughTheConfigChanges()
    {
        await using var server = await TokenServer.StartAsync((200, Answer("t1")));
        var credentials = Credentials();
        var first = credentials.Of(AccountOf("a", Auth(server)))!;
        var second = credentials.Of(AccountOf("b", Auth(server)))!;

        Assert.Equal(("t1", "t1"), (await first.GetAsync(Token), await second.GetAsync(Token)));
        Assert.Single(server.Forms);
    }

    private IAccountCredential Credential(TokenServer server, Func<OAuth2Auth, OAuth2Auth>? change = null)
    {
        var auth = Auth(server);
        return Credentials().Of(AccountOf("a", change is null ? auth : change(auth with { ClientSecret = null })))!;
    }

    private AccountCredentials Credentials(Secrets? secrets = null) => new(secrets ?? _secrets, new NoIdentity(), _tokens, _time, _log);

    private static OAuth2Auth Auth(TokenServer server) => new() { TokenUrl = server.Url, ClientId = "relay", ClientSecret = "CLIENT" };

    private static Account AccountOf(string id, AuthConfig auth) =>
        new(id, ProviderCatalogue.Default.Find("openai")!, null, null, null) { Auth = auth };

    private static string Answer(string token, int seconds = 3600) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":{{seconds}}}""");
}
