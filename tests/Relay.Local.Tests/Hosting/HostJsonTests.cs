using Relay.Local.Hosting;

namespace Relay.Local.Tests.Hosting;

public sealed class HostJsonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("relay-host-json-").FullName;

    [Theory]
    [InlineData("""{}""", "api", 30)]
    [InlineData("""null""", "api", 30)]
    [InlineData("""{"extensions": {"http": {}}}""", "api", 30)]
    [InlineData("""{"extensions": {"http": {"routePrefix": ""}}, "functionTimeout": "01:00:00"}""", "", 60)]
    [InlineData("""{"Extensions": {"HTTP": {"RoutePrefix": "x/y"}}, "FunctionTimeout": "00:05:00"}""", "x/y", 5)]
    public void WhatTheFileSays_IsTaken_AndTheHostsDefaultsForTheRest(string json, string prefix, int minutes)
    {
        File.WriteAllText(Path.Combine(_folder, "host.json"), json);

        Assert.Equal(new HostJson(prefix, TimeSpan.FromMinutes(minutes)), HostJson.Read(_folder));
    }

    [Fact]
    public void NoFile_MeansTheDefaults() => Assert.Equal(HostJson.Default, HostJson.Read(_folder));

    [Fact]
    public void MinusOne_MeansNoTimeout()
    {
        File.WriteAllText(Path.Combine(_folder, "host.json"), """{"functionTimeout": "-1"}""");

        Assert.Equal(Timeout.InfiniteTimeSpan, HostJson.Read(_folder).FunctionTimeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"extensions": []}""")]
    [InlineData("""{"functionTimeout": 5}""")]
    [InlineData("""{"functionTimeout": "00:00:00"}""")]
    [InlineData("""{"functionTimeout": "-00:05:00"}""")]
    [InlineData("""{"functionTimeout": "60.00:00:00"}""")]
    [InlineData("""{"functionTimeout": "soon"}""")]
    public void AFileThatIsNotValid_IsRefused_AndNamed(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "host.json"), json);

        var e = Assert.Throws<FunctionLoadException>(() => HostJson.Read(_folder));

        Assert.StartsWith("host.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFileOfTheApp_LiesInTheOutputFolder_WithoutAPrefix() =>
        Assert.Equal("", HostJson.Read(AppContext.BaseDirectory).RoutePrefix);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
