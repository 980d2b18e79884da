using System.Diagnostics.CodeAnalysis;

namespace Relay.Storage;

/// <summary>A row: its key, its properties in the order of their adding, and its ETag once it was read.</summary>
/// <param name="key">The name of the row.</param>
/// <param name="etag">Which state of the row this is; null for a row that is made.</param>
/// <param name="capacity">How many properties are expected, so that they need no larger array on the way.</param>
public sealed class TableRow(TableKey key, string? etag = null, int capacity = 8)
{
    private readonly List<KeyValuePair<string, TableValue>> _properties = new(capacity);

    /// <summary>The name of the row.</summary>
    public TableKey Key { get; } = key;

    /// <summary>Which state of the row this is; opaque. Null for a row that was made, not read.</summary>
    public string? ETag { get; } = etag;

    /// <summary>The properties, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, TableValue>> Properties => _properties;

    /// <summary>Adds a property. Returns this row, so that one can be written as one expression.</summary>
    /// <param name="name">A C# identifier; names are few, and compared by ordinal.</param>
    /// <param name="value">The value; a missing value is a missing property.</param>
    /// <exception cref="ArgumentException">The row has a property of that name already.</exception>
    public TableRow With(string name, TableValue value)
    {
        if (TryGet(name, out _)) throw new ArgumentException($"The row has a property {name} already.", nameof(name));
        _properties.Add(new(name, value));
        return this;
    }

    /// <summary>Finds a property by its name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out TableValue value)
    {
        foreach (var property in _properties)
        {
            if (property.Key != name) continue;
            value = property.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>A property that is text; null when it is not there.</summary>
    public string? Text(string name) => TryGet(name, out var value) ? value.AsString() : null;

    /// <summary>A property that is a number; null when it is not there.</summary>
    public long? Number(string name) => TryGet(name, out var value) ? value.AsInt64() : null;

    /// <summary>A property that is a flag; null when it is not there.</summary>
    public bool? Flag(string name) => TryGet(name, out var value) ? value.AsBoolean() : null;

    /// <summary>A property that is an instant; null when it is not there.</summary>
    public DateTimeOffset? Time(string name) => TryGet(name, out var value) ? value.AsDateTime() : null;
}
