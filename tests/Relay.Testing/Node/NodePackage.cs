using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Relay.Testing.Node;

/// <summary>
/// What a test runs of Node.js: a folder beside the tests with a lock file and a script, put with its packages under
/// <c>artifacts</c> once for each content, by npm itself.
/// </summary>
/// <param name="name">The name of the folder.</param>
/// <param name="script">The script in it.</param>
/// <param name="purpose">What it is, for who has no Node.js.</param>
public sealed class NodePackage(string name, string script, string purpose)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private string[] Files => ["package.json", "package-lock.json", script];

    private string NoNode => $"These tests run {purpose}: install Node.js 20 or later with npm (https://nodejs.org), on the PATH.";

    /// <summary>The folder that it is in.</summary>
    /// <exception cref="InvalidOperationException">It cannot be installed; the message says what to do.</exception>
    public async Task<string> InstallAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, name);
        var artifacts = typeof(NodePackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Artifacts").Value!;
        var folder = Path.Combine(artifacts, name, VersionOf(source));
        if (Directory.Exists(folder)) return folder;

        // Installed aside and moved in one step: a folder of that name is whole, and two test runs do not meet in it.
        var aside = Directory.CreateDirectory(Path.Combine(artifacts, name, Path.GetRandomFileName())).FullName;
        try
        {
            foreach (var file in Files) File.Copy(Path.Combine(source, file), Path.Combine(aside, file));
            await RunNpmAsync(aside);
            Directory.Move(aside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another run was first.
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }

        return folder;
    }

    /// <summary>Starts a program of Node.js. Where there is none, the test fails and says what to do.</summary>
    /// <exception cref="InvalidOperationException">There is no such program.</exception>
    public Process Start(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(NoNode, e);
        }
    }

    private string VersionOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files) hash.AppendData(File.ReadAllBytes(Path.Combine(folder, file)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private async Task RunNpmAsync(string folder)
    {
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        // On Windows npm is a script, which only a shell can start.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", "npm", .. arguments])
            : new ProcessStartInfo("npm", arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;

        using var npm = Start(start);
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await npm.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"\"npm ci\" did not end in {Patience.TotalMinutes} minutes.");
        }

        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"\"npm ci\" could not install {purpose}. {await errors} {await output} {NoNode}");
    }
}
