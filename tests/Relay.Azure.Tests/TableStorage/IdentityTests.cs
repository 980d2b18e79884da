using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Azure.TableStorage;
using Relay.Azure.Tests.Running;
using Relay.Storage;
using static Relay.Azure.Tests.Running.Stores;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>With what right the store comes to the service.</summary>
public sealed class IdentityTests(Azurite azurite)
{
    private const string Account = "https://acc.table.example";

    [Fact]
    public async Task AnAddress_IsAskedWithATokenForStorage()
    {
        HttpRequestMessage? sent = null;
        var credential = new FixedCredential(scopes => scopes == "https://storage.azure.com/.default" ? "token-1" : "");
        var store = StoreOf(credential, request =>
        {
            sent = request;
            return ServiceAnswers.Written("W/\"1\"");
        });

        Assert.True((await store.WriteAsync("rows", TableWrite.Insert(Row("a")))).IsDone);

        Assert.Equal("Bearer token-1", sent!.Headers.Authorization!.ToString());
        Assert.Equal($"{Account}/rows", sent.RequestUri!.GetLeftPart(UriPartial.Path));
    }

    [Fact]
    public async Task NoToken_IsDenied_AndNothingIsSent()
    {
        var store = StoreOf(
            new FixedCredential(_ => throw new CredentialUnavailableException("There is no identity here.")),
            _ => throw new InvalidOperationException("It was sent."));

        var refusal = await Assert.ThrowsAsync<TableStoreException>(() => store.ReadAsync("rows", "a"));

        Assert.Equal(TableFault.Denied, refusal.Fault);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("https://storage.azure.com", 60, null)]
    [InlineData("https://vault.azure.net", 60, TableFault.Denied)]
    [InlineData("https://storage.azure.com", -5, TableFault.Denied)]
    public async Task AToken_IsTakenForStorage_WhileItLasts(string resource, int minutes, TableFault? fault)
    {
        await using var tls = await TlsAzurite.StartAsync();
        var credential = new FixedCredential(_ => FixedCredential.Token(resource, TimeSpan.FromMinutes(minutes)));
        var client = TableStorageClient.Open(tls.Address, () => credential, Options(tls.Way()));
        var store = new TableStorageStore(client, TimeProvider.System, NullLogger<TableStorageStore>.Instance, "test");
        TableWrite[] writes = [TableWrite.Insert(Row("a", 1)), TableWrite.Insert(Row("b", 2))];

        if (fault is not null)
        {
            var refusal = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync("rows", writes));
            Assert.Equal(fault, refusal.Fault);
            return;
        }

        Assert.True((await store.WriteAsync("rows", writes)).IsDone);
        Assert.Equal(2, (await store.ReadAsync("rows", "b"))!.Number("n"));
    }

    [Fact(Timeout = 60_000)]
    public async Task AWrongKey_IsDenied()
    {
        var address = (await azurite.ConnectionStringAsync()).Split(';')
            .Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        var client = TableStorageClient.Open(
            $"AccountName=devstoreaccount1;AccountKey=a2V5;{address}", NoIdentity, TableStorageClient.Options());
        var store = new TableStorageStore(client, TimeProvider.System, NullLogger<TableStorageStore>.Instance, "test");

        var refusal = await Assert.ThrowsAsync<TableStoreException>(() => store.ReadAsync("rows", "a"));

        Assert.Equal(TableFault.Denied, refusal.Fault);
    }

    [Theory]
    [InlineData("http://acc.table.example")]
    [InlineData("ftp://acc.table.example")]
    public void AnAddressThatIsNotHttps_IsRefused(string account) => Assert.Throws<ArgumentException>(
        () => TableStorageClient.Open(account, NoIdentity, TableStorageClient.Options()));

    private static TokenCredential NoIdentity() => throw new InvalidOperationException("No identity is needed.");

    private static TableStorageStore StoreOf(TokenCredential credential, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = Options(new Interception((request, _, _) => Task.FromResult(answer(request))));
        var client = TableStorageClient.Open(Account, () => credential, options);
        return new(client, TimeProvider.System, NullLogger<TableStorageStore>.Instance, "test");
    }
}
