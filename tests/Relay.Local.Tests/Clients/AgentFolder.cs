using System.Diagnostics;
using Relay.Testing.Node;

namespace Relay.Local.Tests.Clients;

/// <summary>A home of its own for an agent, and a folder to work in; both are gone afterwards.</summary>
internal sealed class AgentFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("relay-agent-");

    public AgentFolder()
    {
        Home = _root.CreateSubdirectory("home").FullName;
        Work = _root.CreateSubdirectory("work").FullName;
    }

    /// <summary>Where it keeps its own files.</summary>
    public string Home { get; }

    /// <summary>Where it works.</summary>
    public string Work { get; }

    /// <summary>Runs an agent to its end.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="setup">How it is set up.</param>
    /// <returns>What it said.</returns>
    public async Task<string> RunAsync(Agent agent, AgentSetup setup)
    {
        foreach (var (path, text) in setup.Files)
        {
            var file = Path.Combine(Home, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        var main = Path.Combine(await NodeClient.FolderAsync(), "node_modules", agent.Start);
        var start = new ProcessStartInfo("node", [main, .. agent.Command, .. setup.Arguments, .. agent.Task])
        {
            WorkingDirectory = Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = Home, ["USERPROFILE"] = Home },
        };
        foreach (var (name, value) in setup.Environment.Concat(agent.Environment)) start.Environment[name] = value;
        using var process = NodePackages.Start(start);
        process.StandardInput.Close();
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

        return $"{await output}\n{await errors}";
    }

    public void Dispose() => _root.Delete(recursive: true);
}
