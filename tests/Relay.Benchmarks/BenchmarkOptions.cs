namespace Relay.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    public const string Help = """
        Measures Relay beside nginx and a bare copy loop, against one fake upstream, on loopback.

        Usage: dotnet run -c Release --project tests/Relay.Benchmarks [-- options]

          --quick              about a minute: shorter and fewer rounds, fewer streams
          --only <parts>       some of saturation,modest,pairs,allocation,held,routing,startup
          --against <file>     another build's Relay.Local.dll, which takes part as "other Relay"
          --compiled <folder>  Relay.Local as published compiled ahead, of which the start is measured too
          --data <folder>      where Relay's store is put (default: the system's folder for temporary files)
          --help               this text
        """;

    private static readonly string[] Parts = ["saturation", "modest", "pairs", "allocation", "held", "routing", "startup"];

    /// <summary>Whether only to see that all works: the figures are too coarse to quote.</summary>
    public bool Quick { get; private set; }

    /// <summary>The parts to run.</summary>
    public IReadOnlyList<string> Only { get; private set; } = Parts;

    /// <summary>The Relay.Local.dll of another build that takes part; null for none.</summary>
    public string? Against { get; private set; }

    /// <summary>The Relay.Local.dll that was compiled ahead; null for none.</summary>
    public string? Compiled { get; private set; }

    /// <summary>The folder in which the run makes a folder of its own, and takes it away again.</summary>
    public string DataFolder { get; private set; } = Path.GetTempPath();

    /// <summary>Reads the command line.</summary>
    /// <returns>Null, and one sentence in <paramref name="fault"/>, when there is something wrong with it.</returns>
    public static BenchmarkOptions? Parse(string[] args, out string? fault)
    {
        var options = new BenchmarkOptions();
        fault = null;
        for (var i = 0; i < args.Length && fault is null; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            fault = args[i] switch
            {
                "--quick" => options.SetQuick(),
                "--only" => options.SetOnly(value),
                "--against" => options.SetAgainst(value),
                "--compiled" => options.SetCompiled(value),
                "--data" => options.SetDataFolder(value),
                _ => $"'{args[i]}' is not an option; --help lists them.",
            };
            if (args[i] != "--quick") i++;
        }

        return fault is null ? options : null;
    }

    private string? SetQuick()
    {
        Quick = true;
        return null;
    }

    private string? SetOnly(string? value)
    {
        Only = value?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return Only.Count > 0 && Only.All(part => Parts.Contains(part))
            ? null
            : $"--only needs some of {string.Join(',', Parts)}.";
    }

    private string? SetAgainst(string? value)
    {
        Against = value;
        return File.Exists(value) ? null : "--against needs a Relay.Local.dll.";
    }

    private string? SetCompiled(string? value)
    {
        Compiled = Path.Combine(value ?? "", "Relay.Local.dll");
        return File.Exists(Compiled) ? null : "--compiled needs a folder with a Relay.Local.dll.";
    }

    private string? SetDataFolder(string? value)
    {
        DataFolder = value ?? "";
        return Directory.Exists(value) ? null : "--data needs a folder that exists.";
    }
}
