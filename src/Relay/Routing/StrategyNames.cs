namespace Relay.Routing;

/// <summary>How strategies are written in the config and in explanations.</summary>
internal static class StrategyNames
{
    private static readonly string[] Names = ["score", "weighted", "round-robin", "least-busy", "fastest", "cheapest"];

    /// <summary>All, as one sentence would list them.</summary>
    public static string All { get; } = $"{string.Join(", ", Names[..^1])} or {Names[^1]}";

    /// <summary>The name of a strategy.</summary>
    public static string NameOf(Strategy strategy) => Names[(int)strategy];

    /// <summary>Reads a name; null when it is none.</summary>
    public static Strategy? Parse(string text) =>
        Array.IndexOf(Names, text) is >= 0 and var index ? (Strategy)index : null;
}
