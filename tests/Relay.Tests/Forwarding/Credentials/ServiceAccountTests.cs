using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Relay.Forwarding.Credentials;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Routing.Providers;
using Relay.Storage;

namespace Relay.Tests.Forwarding.Credentials;

public sealed class ServiceAccountTests
{
    private static readonly RSA Key = RSA.Create(2048);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheAssertion_IsSignedWithItsKey_AndSentForAToken()
    {
        await using var server = await TokenServer.StartAsync((200, """{"access_token":"t1","expires_in":3599,"token_type":"Bearer"}"""));
        var time = new ManualTimeProvider();
        using var tokens = new TokenClient(time);
        var secrets = new Secrets { Stored = { ["VERTEX"] = FileOf(Key.ExportPkcs8PrivateKeyPem()) } };
        var account = new Account("v", ProviderCatalogue.Default.Find("vertex")!, "https://v.example/v1/publishers/google", null, null)
        {
            Auth = new OAuth2Auth { ServiceAccount = "VERTEX", TokenUrl = server.Url },
        };

        var credential = new AccountCredentials(secrets, new NoIdentity(), tokens, time, new LogLines<AccountCredentials>()).Of(account)!;

        Assert.Equal("t1", await credential.GetAsync(Token));
        var form = Assert.Single(server.Forms);
        Assert.Equal(["assertion", "grant_type"], form.Keys.Order());
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        var parts = form["assertion"].Split('.');
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"k1"}""", Text(parts[0]));
        Assert.Equal(
            $$"""{"iss":"relay@p.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform","aud":"{{server.Url}}","iat":1767225600,"exp":1767229200}""",
            Text(parts[1]));
        Assert.True(Key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void TheFile_SaysWhereTokensAreAsked() =>
        Assert.Equal("https://oauth2.googleapis.com/token", ServiceAccount.Parse(FileOf("x")).TokenUrl.AbsoluteUri);

    [Theory]
    [InlineData("canary-key")]
    [InlineData("{\"private_key\":\"canary-key\"}")]
    [InlineData("[\"canary-key\"]")]
    [InlineData("{\"client_email\":1,\"private_key\":\"canary-key\",\"token_uri\":\"https://t.example\"}")]
    [InlineData("{\"client_email\":\"a\",\"private_key\":\"canary-key\",\"token_uri\":\"http://t.example\"}")]
    [InlineData("{\"client_email\":\"a\",\"private_key\":\"canary-key\",\"token_uri\":\"\\ud800\"}")]
    public void WhatIsNoSuchFile_IsRefused_AndNotQuoted(string file)
    {
        var refusal = Assert.Throws<SecretException>(() => ServiceAccount.Parse(file));
        Assert.Equal(SecretFault.Malformed, refusal.Fault);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary-key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\ncanarykey\n-----END PRIVATE KEY-----")]
    public void AKeyThatIsNone_IsRefused_AndNotQuoted(string key)
    {
        var account = ServiceAccount.Parse(FileOf(key));
        var refusal = Assert.Throws<SecretException>(() => account.Sign(account.TokenUrl, "s", DateTimeOffset.UnixEpoch));
        Assert.Equal(SecretFault.Malformed, refusal.Fault);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
    }

    // As Google writes it.
    private static string FileOf(string key) =>
        $$"""
        {
          "type": "service_account",
          "project_id": "p",
          "private_key_id": "k1",
          "private_key": {{JsonSerializer.Serialize(key)}},
          "client_email": "relay@p.iam.gserviceaccount.com",
          "client_id": "1",
          "token_uri": "https://oauth2.googleapis.com/token"
        }
        """;

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
