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
    /// <param name="package">The npm package's start file, from the folder of packages.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">What it is told besides.</param>
    /// <returns>What it said.</returns>
    public async Task<string> RunAsync(string package, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(await NodeClient.FolderAsync(), "node_modules", package), .. arguments])
        {
            WorkingDirectory = Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = Home, ["CODEX_HOME"] = Home, ["CLAUDE_CONFIG_DIR"] = Home },
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
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
