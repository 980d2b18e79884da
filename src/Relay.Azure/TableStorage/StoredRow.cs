using Azure.Data.Tables;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>A row as the service's client has it, and back.</summary>
internal static class StoredRow
{
    /// <summary>The property that says which write made the row; see <see cref="WriteAttempts"/>.</summary>
    private const string WriteName = "_write";

    /// <summary>The properties that are a row's key, which comes only when it is asked for where not all are.</summary>
    public static readonly IReadOnlyList<string> Keys = ["PartitionKey", "RowKey"];

    /// <summary>Makes an entity of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="write">What tells this write from every other.</param>
    /// <exception cref="ArgumentException">The row has a property of the name that the store keeps for itself.</exception>
    public static TableEntity ToEntity(TableRow row, string write)
    {
        var entity = new TableEntity(row.Key.Partition, row.Key.Row);
        foreach (var (name, value) in row.Properties)
        {
            if (name == WriteName)
                throw new ArgumentException($"A property cannot be named {WriteName}: the store has one of its own.");
            entity.Add(name, StoredValue.ToStored(value));
        }

        entity.Add(WriteName, write);
        return entity;
    }

    /// <summary>Whether that write made the row.</summary>
    public static bool IsOf(TableEntity entity, string write) =>
        entity.TryGetValue(WriteName, out var made) && made is string text && text == write;

    /// <summary>Makes a row of an entity.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="isPart">Whether its properties were asked for by name: then one that is not there may come as null.</param>
    public static TableRow FromEntity(TableEntity entity, bool isPart = false)
    {
        var row = new TableRow(new(entity.PartitionKey, entity.RowKey), entity.ETag.ToString());
        foreach (var name in entity.Keys)
        {
            if (!IsOfTheStore(name) && !(isPart && entity[name] is null)) row.With(name, StoredValue.FromStored(entity[name]));
        }

        return row;
    }

    private static bool IsOfTheStore(string name) =>
        name is "PartitionKey" or "RowKey" or "Timestamp" or WriteName || name.StartsWith("odata.", StringComparison.Ordinal);
}
