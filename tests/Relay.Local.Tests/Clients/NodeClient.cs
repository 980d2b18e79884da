using System.Diagnostics;
using System.Text.Json;
using Relay.Local.Tests.Running;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>A client of npm, in a process of its own, that does the scenarios of <c>scenarios.mjs</c> against a relay.</summary>
internal static class NodeClient
{
    private static readonly Lazy<Task<string>> Packages = new(() => NodePackages.InstallAsync("npm"));

    /// <summary>Where the packages are.</summary>
    public static Task<string> FolderAsync() => Packages.Value;

    /// <summary>Runs a script whose models are no upstream's.</summary>
    /// <param name="relay">What it calls.</param>
    /// <param name="script">Its file.</param>
    /// <param name="provider">Which of its providers it uses, where it has several.</param>
    /// <param name="environment">What else it is told.</param>
    /// <returns>What came of each scenario.</returns>
    public static async Task<Dictionary<string, string>> RunAsync(
        RunningRelay relay, string script, string? provider = null, Dictionary<string, string>? environment = null) =>
        (await RunAsync(relay, script, [""], provider, environment))[""];

    /// <summary>Runs a script.</summary>
    /// <param name="relay">What it calls.</param>
    /// <param name="script">Its file.</param>
    /// <param name="upstreams">Whose models it asks for, all at once.</param>
    /// <param name="provider">Which of its providers it uses, where it has several.</param>
    /// <param name="environment">What else it is told.</param>
    /// <returns>What came of each scenario with each upstream.</returns>
    public static async Task<Dictionary<string, Dictionary<string, string>>> RunAsync(
        RunningRelay relay, string script, IEnumerable<string> upstreams, string? provider = null, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = await FolderAsync(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["RELAY_URL"] = relay.Relay.Url.ToString().TrimEnd('/'),
                ["RELAY_KEY"] = relay.Key,
                ["RELAY_UPSTREAMS"] = string.Join(',', upstreams),
                ["RELAY_PROVIDER"] = provider,
                ["AI_SDK_LOG_WARNINGS"] = "false",
            },
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = NodePackages.Start(start);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var line = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        Assert.True(process.ExitCode == 0 && line is not null, await errors);
        return JsonElement.Parse(line).EnumerateObject().ToDictionary(
            upstream => upstream.Name,
            upstream => upstream.Value.EnumerateObject().ToDictionary(result => result.Name, result => Unescaped(result.Value)));
    }

    // As the script wrote it, whatever it escaped.
    private static string Unescaped(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
