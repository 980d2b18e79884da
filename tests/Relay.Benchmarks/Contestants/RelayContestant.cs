using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Contestants;

/// <summary>
/// Relay as a person runs it, built as this program was: keys, records, prices and settling on, its store on the disk.
/// </summary>
/// <param name="upstream">The fake upstream's port.</param>
/// <param name="folder">Where its config and its store are put.</param>
/// <param name="time">The clock.</param>
/// <param name="name">Its name in the report.</param>
internal sealed partial class RelayContestant(int upstream, string folder, TimeProvider time, string name = "Relay")
    : Contestant(name, time)
{
    private const string Secret = "BENCH_KEY";

    private string? _key;

    /// <summary>The Relay.Local.dll that is run.</summary>
    public string Program { get; init; } = FindBuilt();

    /// <summary>What can be asked of it, each an account with one model.</summary>
    public IReadOnlyList<AnswerKind> Kinds { get; init; } = AnswerKind.All;

    /// <inheritdoc/>
    public override string Key => _key ?? "";

    /// <summary>Where its store is.</summary>
    public string DataFolder => Path.Combine(folder, "data");

    /// <inheritdoc/>
    public override string PathOf(AnswerKind kind) => "/v1/chat/completions";

    protected override ChildProcess Launch(IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(folder);
        var config = Path.Combine(folder, "relay.json");
        File.WriteAllText(config, Config());
        return ChildProcess.Start(
            "dotnet",
            [
                Program, "--urls", FormattableString.Invariant($"http://127.0.0.1:{Port}"),
                "--data", DataFolder, "--config", config,
            ],
            new Dictionary<string, string>(environment) { [Secret] = "sk-upstream" });
    }

    // It is shown at its first start only.
    protected override bool IsReady(IReadOnlyCollection<string> lines)
    {
        _key ??= lines.Select(line => RelayKeyPattern().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        return _key is not null;
    }

    [GeneratedRegex(@"Relay key\s+(sk-relay-\S+)")]
    private static partial Regex RelayKeyPattern();

    // Beside this program's own folder, in that of the same configuration.
    private static string FindBuilt()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = Path.Combine(own.Parent!.Parent!.FullName, "Relay.Local", own.Name, "Relay.Local.dll");
        return File.Exists(file) ? file : throw new BenchmarkException($"Relay is not built: there is no {file}.");
    }

    private string Config()
    {
        var accounts = new JsonArray();
        var models = new JsonArray();
        foreach (var kind in Kinds)
        {
            var account = new JsonObject
            {
                ["id"] = kind.Name,
                ["provider"] = "sandbox",
                ["base_url"] = FormattableString.Invariant($"http://127.0.0.1:{upstream}/{kind.Name}/v1"),
                ["secret"] = Secret,
            };
            if (kind.Dialect is { } dialect) account["dialects"] = new JsonArray(dialect);
            accounts.Add(account);
            models.Add(new JsonObject
            {
                ["name"] = kind.Name,
                ["targets"] = new JsonArray(new JsonObject { ["account"] = kind.Name, ["model"] = "bench-model" }),
            });
        }

        return new JsonObject
        {
            ["accounts"] = accounts,
            ["models"] = models,
            ["prices"] = new JsonArray(new JsonObject
            {
                ["model"] = "bench-model", ["input"] = 1250, ["cached_input"] = 125, ["output"] = 10_000,
            }),
        }.ToJsonString();
    }
}
