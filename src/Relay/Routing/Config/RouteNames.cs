using System.Diagnostics.CodeAnalysis;

namespace Relay.Routing.Config;

/// <summary>The forms of a model's name that say how to route it.</summary>
internal static class RouteNames
{
    private const string Fast = "fast";
    private const string Cheap = "cheap";

    /// <summary>Splits <c>model:fast</c> and <c>model:cheap</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="model">What comes before the colon.</param>
    /// <param name="strategy">What the word behind it asks for.</param>
    /// <returns>False when it is another name: those of models may hold colons.</returns>
    public static bool TryVariant(string name, [NotNullWhen(true)] out string? model, out Strategy strategy)
    {
        var colon = name.LastIndexOf(':');
        var found = colon > 0 ? StrategyOf(name.AsSpan(colon + 1)) : null;
        model = found is null ? null : name[..colon];
        strategy = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>The strategy of all models together that carry a tag; null for the ordinary one.</summary>
    public static Strategy? StrategyOf(ReadOnlySpan<char> tag) => tag switch
    {
        Fast => Strategy.Fastest,
        Cheap => Strategy.Cheapest,
        _ => null,
    };
}
