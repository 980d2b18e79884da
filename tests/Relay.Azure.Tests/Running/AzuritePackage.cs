using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Relay.Azure.Tests.Running;

/// <summary>Azurite out of its npm package: put under <c>artifacts</c> once for each lock file, by npm itself.</summary>
internal static class AzuritePackage
{
    private const string NoNode =
        "These tests run Azurite, the storage emulator: install Node.js 20 or later with npm (https://nodejs.org), on the PATH.";

    private static readonly string[] Files = ["package.json", "package-lock.json", "start.js"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The folder that it is in.</summary>
    public static async Task<string> InstallAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "azurite");
        var artifacts = typeof(AzuritePackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Artifacts").Value!;
        var folder = Path.Combine(artifacts, "azurite", VersionOf(source));
        if (Directory.Exists(folder)) return folder;

        // Installed aside and moved in one step: a folder of that name is whole, and two test runs do not meet in it.
        var aside = Directory.CreateDirectory(Path.Combine(artifacts, "azurite", Path.GetRandomFileName())).FullName;
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

    private static string VersionOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files) hash.AppendData(File.ReadAllBytes(Path.Combine(folder, file)));
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
            throw new InvalidOperationException($"\"npm ci\" could not install Azurite. {await errors} {await output} {NoNode}");
    }
}
