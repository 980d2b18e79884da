namespace Relay.Infra.Tests;

/// <summary>What the Functions host does not bear and no test over a local host would show.</summary>
public sealed class HostRulesTests
{
    // A Transfer-Encoding that an app sets itself becomes a bare 500 there; offline stand-ins and the sandbox are not deployed.
    [Fact]
    public void NoDeployedSource_SetsTransferEncoding()
    {
        var deployed = Repository.Sources()
            .Where(path => !path.Contains("/Offline/", StringComparison.Ordinal) && !path.Contains("/Relay.Sandbox/", StringComparison.Ordinal))
            .ToList();

        Assert.Contains(deployed, path => path.EndsWith("ErrorWriter.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(deployed, path => File.ReadAllText(path).Replace("-", "", StringComparison.Ordinal)
            .Contains("TransferEncoding", StringComparison.OrdinalIgnoreCase));
    }
}
