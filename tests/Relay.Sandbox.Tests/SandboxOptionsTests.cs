namespace Relay.Sandbox.Tests;

public class SandboxOptionsTests
{
    [Theory]
    [InlineData("http://localhost:7072")]
    [InlineData("http://127.0.0.1:0", "--urls", "http://127.0.0.1:0")]
    [InlineData("http://[::1]:80/", "--urls=http://[::1]:80/")]
    public void AnAddress_IsTaken(string url, params string[] args) =>
        Assert.Equal(new SandboxOptions(url, false, null), SandboxOptions.Parse(args));

    [Fact]
    public void Help_IsNoAddressAndNoError() =>
        Assert.Equal(new SandboxOptions(null, true, null), SandboxOptions.Parse(["--help"]));

    [Theory]
    [InlineData("'--port 1' is not understood; --help lists the options.", "--port", "1")]
    [InlineData("'--urls' is not understood; --help lists the options.", "--urls")]
    [InlineData("'--help --help' is not understood; --help lists the options.", "--help", "--help")]
    [InlineData("--urls: '' is not an address such as http://localhost:7072.", "--urls=")]
    [InlineData("--urls: '7072' is not an address such as http://localhost:7072.", "--urls", "7072")]
    [InlineData("--urls: 'https://localhost' is not an address such as http://localhost:7072.", "--urls", "https://localhost")]
    [InlineData("--urls: 'http://localhost/v1' is not an address such as http://localhost:7072.", "--urls", "http://localhost/v1")]
    [InlineData("--urls: 'http://localhost:1;http://localhost:2' is not an address such as http://localhost:7072.", "--urls", "http://localhost:1;http://localhost:2")]
    public void AnythingElse_IsAnError(string error, params string[] args) =>
        Assert.Equal(new SandboxOptions(null, false, error), SandboxOptions.Parse(args));
}
