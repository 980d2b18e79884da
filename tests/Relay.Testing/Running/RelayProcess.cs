using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Relay.Testing.Running;

/// <summary>A relay in a process of its own, as a person starts it, so that it can be killed.</summary>
public sealed partial class RelayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RelayProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    /// <summary>All that it has written so far, to both of its streams.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(BaseUrlPattern().Match(Output).Groups[1].Value);

    /// <summary>The admin key that it printed; empty when it printed none.</summary>
    public string AdminKey => AdminKeyPattern().Match(Output).Groups[1].Value;

    /// <summary>The relay key that it printed; empty when it printed none.</summary>
    public string RelayKey => RelayKeyPattern().Match(Output).Groups[1].Value;

    // A shell that starts the tests in the background has them, and all that they start, ignore Ctrl-C; GNU's env undoes that.
    private const string Run = "if env --default-signal=INT true 2>/dev/null; then exec env --default-signal=INT dotnet \"$@\"; fi; exec dotnet \"$@\"";

    /// <summary>An argument for the test, not for the relay: no file may grow beyond 64 KiB, as if the disk were full.</summary>
    public const string FileLimitOf64Blocks = "file-limit";

    /// <summary>Starts one in a folder; returns when it listens, or has ended.</summary>
    public static async Task<RelayProcess> StartAsync(string folder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var limited = arguments.Contains(FileLimitOf64Blocks);
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-c", (limited ? "trap '' XFSZ; ulimit -f 64; " : "") + Run, "relay", Path.Combine(AppContext.BaseDirectory, "Relay.Local.dll") },
        };
        string[] own = [.. arguments.Where(argument => argument != FileLimitOf64Blocks)];
        foreach (var argument in own.Length > 0 ? own : ["--urls", "http://127.0.0.1:0"]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var relay = new RelayProcess(Process.Start(start)!);
        relay._process.BeginOutputReadLine();
        relay._process.BeginErrorReadLine();
        await Task.WhenAny(relay._listens.Task, relay._process.WaitForExitAsync()).WaitAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    /// <summary>A client with one of its keys.</summary>
    public HttpClient ClientOf(string key)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Ends it without a word, as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends it a signal, such as INT for Ctrl-C.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end; gives its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (line.StartsWith("curl ", StringComparison.Ordinal)) _listens.TrySetResult();
    }

    [GeneratedRegex(@"Base URL +(http\S+)/v1")]
    private static partial Regex BaseUrlPattern();

    [GeneratedRegex(@"Admin key +(\S+)")]
    private static partial Regex AdminKeyPattern();

    [GeneratedRegex(@"Relay key +(\S+)")]
    private static partial Regex RelayKeyPattern();
}
