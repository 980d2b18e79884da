namespace Relay.Routing.Config;

/// <summary>That a second target is asked as well when the first is slow.</summary>
/// <param name="Model">The model's name or pattern in the config, for which the calls are counted.</param>
/// <param name="MaxShare">The part of its calls that may be sent twice: over 0, up to 1.</param>
internal sealed record HedgeConfig(string Model, decimal MaxShare)
{
    /// <summary>The smallest share: one call in a thousand.</summary>
    public const decimal SmallestShare = 0.001m;

    /// <summary>Reads <c>hedge</c> of a model.</summary>
    public static HedgeConfig? Read(ConfigNode? node, string? model)
    {
        if (node is null) return null;
        var share = node.Number("max_share", SmallestShare, 1, required: true);
        node.Done();
        return new(model ?? "", share ?? SmallestShare);
    }
}
