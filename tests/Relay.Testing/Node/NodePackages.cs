using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Relay.Testing.Node;

/// <summary>
/// Programs of Node.js that tests run: a folder with a package.json and a lock beside the tests, put under <c>artifacts</c> with
/// its packages once for each state of it, by npm itself.
/// </summary>
public static class NodePackages
{
    /// <summary>What whoever runs the tests has to do where Node.js is missing.</summary>
    public const string NoNode =
        "These tests run programs of Node.js: install Node.js 20 or later with npm (https://nodejs.org), on the PATH.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether Node.js is there.</summary>
    public static bool HasNode { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    /// <summary>Installs a folder that lies beside the tests' assembly.</summary>
    /// <param name="name">The folder's name.</param>
    /// <returns>Where it is with its packages.</returns>
    /// <exception cref="InvalidOperationException">Node.js or npm is missing, or failed.</exception>
    public static async Task<string> InstallAsync(string name)
    {
        var source = Path.Combine(AppContext.BaseDirectory, name);
        var artifacts = typeof(NodePackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Artifacts").Value!;
        var folder = Path.Combine(artifacts, name, VersionOf(source));
        if (Directory.Exists(folder)) return folder;

        // Installed aside and moved in one step: a folder of that name is whole, and two test runs do not meet in it.
        var aside = Directory.CreateDirectory(Path.Combine(artifacts, name, Path.GetRandomFileName())).FullName;
        try
        {
            foreach (var file in FilesOf(source)) File.Copy(file, Path.Combine(aside, Path.GetFileName(file)));
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
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(NoNode, e);
        }
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal);

    private static string VersionOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in FilesOf(folder)) hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static async Task RunNpmAsync(string folder)
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
            throw new InvalidOperationException($"\"npm ci\" could not install {folder}. {await errors} {await output} {NoNode}");
    }
}
