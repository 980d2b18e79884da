using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Relay.Local.Tests;

public sealed class LocalServerTests
{
    [Fact]
    public async Task AnAddressInUse_IsToldInASentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        var (listens, error) = await StartAsync(url);

        Assert.False(listens);
        Assert.Equal(
            $"Failed to bind to address {url}: address already in use. "
            + $"Stop what listens there, or choose another with --urls.{Environment.NewLine}",
            error);
    }

    [Fact]
    public async Task AnAddressOfAnotherMachine_IsToldInASentence()
    {
        // Of TEST-NET-1 (RFC 5737), which no machine has.
        var (listens, error) = await StartAsync("http://192.0.2.1:7071");

        Assert.False(listens);
        Assert.StartsWith("Cannot listen at http://192.0.2.1:7071: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<(bool Listens, string Error)> StartAsync(string url)
    {
        await using WebApplication app = LocalServer.CreateBuilder([url]).Build();
        using var error = new StringWriter();
        return (await LocalServer.StartAsync(app, error), error.ToString());
    }
}
