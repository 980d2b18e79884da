using Azure.Data.Tables;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Offline;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/rows", "devstoreaccount1")]
    [InlineData("AccountName=acc;AccountKey=a2V5", "https://acc.table.core.windows.net/rows", "acc")]
    [InlineData(
        "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn",
        "https://acc.table.core.chinacloudapi.cn/rows", "acc")]
    [InlineData("AccountName=acc;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:7/acc/;", "http://127.0.0.1:7/acc/rows", "acc")]
    public async Task AConnectionString_NamesTheAccount_ItsAddressAndItsKey(string text, string address, string account)
    {
        HttpRequestMessage? sent = null;
        var client = new TableServiceClient(text, Stores.Options(new Interception((request, _, _) =>
        {
            sent = request;
            return Task.FromResult(ServiceAnswers.Written("W/\"1\""));
        })));

        await client.GetTableClient("rows").AddEntityAsync(new TableEntity("p", "r"), TestContext.Current.CancellationToken);

        Assert.Equal(address, sent!.RequestUri!.GetLeftPart(UriPartial.Path));
        Assert.Contains($"{account}:", sent.Headers.Authorization!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountName=acc")]
    [InlineData("AccountKey=a2V5")]
    [InlineData("a2V5")]
    public void WhatIsNoConnectionString_IsRefused_WithoutBeingSaid(string text)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => new TableServiceClient(text, new TableClientOptions()));

        Assert.DoesNotContain("a2V5", refusal.Message, StringComparison.Ordinal);
    }
}
