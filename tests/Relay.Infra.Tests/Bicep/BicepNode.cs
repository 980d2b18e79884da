using System.Text.Json.Serialization;

namespace Relay.Infra.Tests.Bicep;

/// <summary>A value in a Bicep file: an object, an array, a plain text, or any other expression as it is written.</summary>
public sealed record BicepNode
{
    /// <summary>The properties of an object; null for anything else.</summary>
    [JsonPropertyName("object")]
    public IReadOnlyList<BicepProperty>? Properties { get; init; }

    /// <summary>The items of an array; null for anything else.</summary>
    [JsonPropertyName("array")]
    public IReadOnlyList<BicepNode>? Items { get; init; }

    /// <summary>The text of a string without expressions; null for anything else.</summary>
    public string? Text { get; init; }

    /// <summary>The source of any other expression; null for what it is not.</summary>
    public string? Raw { get; init; }

    /// <summary>The objects and arrays in an expression: the sides of a condition, the body of a loop.</summary>
    public IReadOnlyList<BicepNode> Inner { get; init; } = [];

    /// <summary>The objects that this may come out as.</summary>
    public IEnumerable<BicepNode> Objects() => Properties is not null ? [this] : Inner.SelectMany(node => node.Objects());

    /// <summary>A property by its path, such as <c>properties.sku.name</c>; null when it is not there.</summary>
    public BicepNode? Find(string path)
    {
        var node = this;
        foreach (var name in path.Split('.'))
        {
            node = node.Objects().SelectMany(part => part.Properties!).FirstOrDefault(property => property.Name == name)?.Value;
            if (node is null) return null;
        }

        return node;
    }

    /// <summary>The paths of all properties below this; <c>[]</c> stands for an item of a list.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        foreach (var property in Properties ?? [])
        {
            var path = prefix + property.Name;
            yield return path;
            foreach (var below in property.Value.PathsBelow(path)) yield return below;
        }

        foreach (var below in Inner.SelectMany(node => node.Paths(prefix))) yield return below;
    }

    /// <summary>The value as the file says it: a text without its quotes, anything else as it is written.</summary>
    public override string ToString() => Text ?? Raw ?? string.Join(' ', (Items ?? []).Select(item => item.ToString()));

    private IEnumerable<string> PathsBelow(string path) => Items is not null
        ? Items.SelectMany(item => item.PathsBelow(path + "[]"))
        : Properties is not null ? Paths(path + ".") : Inner.SelectMany(node => node.PathsBelow(path));
}
