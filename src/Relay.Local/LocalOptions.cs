namespace Relay.Local;

/// <summary>What the command line says.</summary>
/// <param name="Urls">Where to listen; at least one address.</param>
/// <param name="DataFolder">Where state is kept, as a full path; it need not exist.</param>
/// <param name="ConfigFile">The config document to apply, as a full path; null when there is none.</param>
/// <param name="Storage">The storage account that keeps state in place of the folder; null when there is none. May hold a key.</param>
internal sealed record LocalOptions(
    IReadOnlyList<string> Urls, string DataFolder, string? ConfigFile, string? Storage = null)
{
    public const string Help = """
        Relay: one OpenAI-compatible base URL in front of every model provider.

        Usage: dotnet run --project src/Relay.Local [-- options]

          --urls <addresses>   where to listen, separated by ';' (default http://localhost:7071)
          --data <folder>      where state is kept (default .relay)
          --storage <account>  keep state in Azure Table Storage: an https address, or a connection string
          --config <file>      the config document to apply (default relay.json, when it exists)
          --help               this text
        """;

    private const string DefaultUrl = "http://localhost:7071";
    private const string DefaultData = ".relay";
    private const string DefaultConfig = "relay.json";

    /// <summary>Reads the command line. Looks at the disk, but writes nothing and throws nothing.</summary>
    /// <param name="args">The command line: '--name value' or '--name=value'.</param>
    /// <param name="folder">What relative paths start from.</param>
    public static LocalOptionsResult Parse(string[] args, string folder)
    {
        var (values, error) = ReadPairs(args);
        if (error is not null)
            return LocalOptionsResult.Failed(error);
        if (values.ContainsKey("--help"))
            return LocalOptionsResult.HelpWanted;

        string[] urls = [DefaultUrl];
        if (values.TryGetValue("--urls", out var addresses))
            urls = addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (urls.Length == 0)
            return LocalOptionsResult.Failed("--urls needs a value.");
        if (urls.Select(ListenAddress.FaultOf).FirstOrDefault(fault => fault is not null) is { } urlFault)
            return LocalOptionsResult.Failed(urlFault);

        var storage = values.GetValueOrDefault("--storage");
        if (storage is not null && values.ContainsKey("--data"))
            return LocalOptionsResult.Failed("--storage keeps state in an account and --data in a folder: give one of them.");
        if (storage is not null && StorageAccount.FaultOf(storage) is { } storageFault)
            return LocalOptionsResult.Failed(storageFault);

        var data = values.GetValueOrDefault("--data", DefaultData);
        if (!TryResolve(data, folder, out var dataFolder) || File.Exists(dataFolder))
            return LocalOptionsResult.Failed($"--data: '{data}' is not a folder.");

        var named = values.TryGetValue("--config", out var config);
        if (!TryResolve(config ?? DefaultConfig, folder, out var configFile) || (named && !File.Exists(configFile)))
            return LocalOptionsResult.Failed($"--config: there is no file '{config}'.");

        return LocalOptionsResult.Of(
            new LocalOptions(urls, dataFolder, File.Exists(configFile) ? configFile : null, storage));
    }

    private static (Dictionary<string, string> Values, string? Error) ReadPairs(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].IndexOf('=', StringComparison.Ordinal) is var at and >= 0
                ? (args[i][..at], args[i][(at + 1)..])
                : (args[i], null);
            switch (name)
            {
                case "--help" when value is null:
                    value = "";
                    break;
                case "--urls" or "--data" or "--config" or "--storage":
                    if (value is null && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                        value = args[++i];
                    if (string.IsNullOrWhiteSpace(value))
                        return (values, $"{name} needs a value.");
                    break;
                default:
                    return (values, $"'{args[i]}' is not an option of Relay; --help lists them.");
            }
            if (!values.TryAdd(name, value))
                return (values, $"{name} is given twice.");
        }
        return (values, null);
    }

    private static bool TryResolve(string path, string folder, out string full)
    {
        // The one fault that GetFullPath knows of on every system.
        var valid = !path.Contains('\0', StringComparison.Ordinal);
        full = valid ? Path.GetFullPath(path, folder) : "";
        return valid;
    }
}
