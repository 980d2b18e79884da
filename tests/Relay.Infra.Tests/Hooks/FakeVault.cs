using System.Diagnostics;

namespace Relay.Infra.Tests.Hooks;

/// <summary>A vault in a folder, a stand-in of the Azure CLI that knows it, and a sleep that only notes itself.</summary>
internal sealed class FakeVault : IDisposable
{
    private const string Vault = "kv-test";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-hook-");

    public FakeVault()
    {
        Directory.CreateDirectory(PathOf("bin"));
        AddProgram("az", Repository.Read("tests", "Relay.Infra.Tests", "Hooks", "fake-az.sh"));
        AddProgram("sleep", "#!/bin/sh\nprintf '%s\\n' \"$1\" >>\"$FAKE/sleeps\"\n");
    }

    /// <summary>What the vault has; null for nothing.</summary>
    public string? Secret => File.Exists(PathOf("secret")) ? File.ReadAllText(PathOf("secret")) : null;

    /// <summary>The command lines of the Azure CLI.</summary>
    public string[] Calls => Lines("calls");

    /// <summary>The seconds that were slept.</summary>
    public string[] Sleeps => Lines("sleeps");

    /// <summary>Where the key was while it was handed over, and who could read it there.</summary>
    public (string Path, string Mode) Handed => (Lines("file").Single(), Lines("mode").Single());

    /// <summary>Puts a secret into the vault.</summary>
    public void Put(string secret) => File.WriteAllText(PathOf("secret"), secret);

    /// <summary>Lets the vault refuse the next calls of a command.</summary>
    public void Refuse(string command, int times) => File.WriteAllText(PathOf($"refusals-of-{command}"), $"{times}");

    /// <summary>Lets nobody be signed in.</summary>
    public void SignOut() => File.WriteAllText(PathOf("signed-out"), "");

    /// <summary>Runs the hook as azd does. Skips the test where there is no such shell.</summary>
    public async Task<HookRun> RunHookAsync(Shell shell, bool isPrivate = false, string vault = Vault)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in of the Azure CLI is a POSIX script.");
        Assert.SkipUnless(shell == Shell.Sh || IsThere("pwsh"), "PowerShell (pwsh) is not on the PATH.");
        var start = shell == Shell.Sh
            ? new ProcessStartInfo("sh", [Repository.At("infra", "hooks", "admin-key.sh")])
            : new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", PwshCommand()]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["PATH"] = $"{PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["FAKE"] = _folder.FullName;
        start.Environment["AZURE_KEY_VAULT_NAME"] = vault;
        start.Environment["SERVICE_RELAY_URI"] = "https://func-test.azurewebsites.net";
        start.Environment["RELAY_PRIVATE_NETWORK"] = isPrivate ? "true" : "false";

        using var hook = Process.Start(start)!;
        var output = hook.StandardOutput.ReadToEndAsync();
        var errors = hook.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await hook.WaitForExitAsync(patience.Token);
        return new(hook.ExitCode, await output, await errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // A function of the session comes before a command of the same name.
    private static string PwshCommand() =>
        "function Start-Sleep([int] $Seconds) { Add-Content -Path \"$env:FAKE/sleeps\" -Value $Seconds }; "
        + $"& '{Repository.At("infra", "hooks", "admin-key.ps1")}'; exit $LASTEXITCODE";

    private static bool IsThere(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private void AddProgram(string name, string script)
    {
        var path = PathOf(Path.Combine("bin", name));
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string[] Lines(string name) => File.Exists(PathOf(name)) ? File.ReadAllLines(PathOf(name)) : [];

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
