using System.Diagnostics;
using Relay.Testing.Node;

namespace Relay.Infra.Tests.Hooks;

/// <summary>The hook for Windows, read by a grammar of PowerShell: where there is no <c>pwsh</c> to run it, that much is known.</summary>
public sealed class PowerShellSyntaxTests
{
    private static string Hook => Repository.Read("infra", "hooks", "admin-key.ps1");

    [Fact]
    public async Task TheHook_IsPowerShell() => Assert.Equal("", await FaultsAsync(Hook));

    [Theory]
    [InlineData("if (-not $vault) {", "if (-not $vault) ")]
    [InlineData("finally {", "finally")]
    [InlineData("$file = [System.IO.Path]::GetTempFileName()", "$file = [System.IO.Path::GetTempFileName(")]
    [InlineData("\"Relay answers at   $uri\"", "\"Relay answers at   $uri")]
    public async Task AMistakeInIt_IsFound(string right, string wrong)
    {
        Assert.Contains(right, Hook, StringComparison.Ordinal);
        Assert.NotEqual("", await FaultsAsync(Hook.Replace(right, wrong, StringComparison.Ordinal)));
    }

    private static async Task<string> FaultsAsync(string script)
    {
        using var node = NodePackages.Start(new ProcessStartInfo("node", ["powershell.mjs"])
        {
            WorkingDirectory = await NodePackages.InstallAsync("grammars"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(script);
        node.StandardInput.Close();
        var faults = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return node.ExitCode == 0 ? faults : throw new InvalidOperationException($"The script could not be read: {await errors}");
    }
}
