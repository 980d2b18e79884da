namespace Relay.Sandbox;

/// <summary>What the command line says.</summary>
/// <param name="Url">Where to listen; null when there is an error or help is wanted.</param>
/// <param name="IsHelp">Whether help is wanted.</param>
/// <param name="Error">What is wrong; null when nothing is.</param>
internal sealed record SandboxOptions(string? Url, bool IsHelp, string? Error)
{
    public const string Help = """
        Relay.Sandbox: a pretend provider, with faults on demand (docs/sandbox.md).

        Usage: dotnet run --project src/Relay.Sandbox [-- options]

          --urls <address>   where to listen (default http://localhost:7072)
          --help             this text
        """;

    /// <summary>Reads the command line.</summary>
    public static SandboxOptions Parse(IReadOnlyList<string> args)
    {
        switch (args)
        {
            case []:
                return new("http://localhost:7072", false, null);
            case ["--help"]:
                return new(null, true, null);
            case ["--urls", var url]:
                return At(url);
            case [var pair] when pair.StartsWith("--urls=", StringComparison.Ordinal):
                return At(pair["--urls=".Length..]);
            default:
                return new(null, false, $"'{string.Join(' ', args)}' is not understood; --help lists the options.");
        }
    }

    private static SandboxOptions At(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http", PathAndQuery: "/" }
            ? new(url, false, null)
            : new(null, false, $"--urls: '{url}' is not an address such as http://localhost:7072.");
}
