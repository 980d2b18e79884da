using System.Text.Json;
using Relay.Storage;

namespace Relay.Health;

/// <summary>A row of the table of health: what one instance found out about one account.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Instance">Who says so.</param>
/// <param name="Expires">When it is no longer worth anything.</param>
/// <param name="Open">What is open there; at least one.</param>
internal sealed record HealthRow(string Account, string Instance, DateTimeOffset Expires, IReadOnlyList<OpenEntry> Open)
{
    /// <summary>The table.</summary>
    public const string Table = "health";

    /// <summary>Its one partition, so that all of it is one range query.</summary>
    public const string Partition = "health";

    /// <summary>A row holds no more entries than fit well into one property; what is more is found out by each for itself.</summary>
    public const int MostEntries = 50;

    /// <summary>The row's name.</summary>
    public static TableKey KeyOf(string account, string instance) => new(Partition, $"{TableKey.Encode(account)}~{instance}");

    /// <summary>Makes the row.</summary>
    public TableRow ToRow() => new TableRow(KeyOf(Account, Instance))
        .With("account", Account)
        .With("instance", Instance)
        .With("expires", Expires)
        .With("open", JsonSerializer.Serialize(Open, HealthJson.Default.IReadOnlyListOpenEntry));

    /// <summary>Reads a row; null when it is not one of these.</summary>
    public static HealthRow? FromRow(TableRow row)
    {
        if (row.Text("account") is not { } account || row.Text("instance") is not { } instance
            || row.Time("expires") is not { } expires || row.Text("open") is not { } json) return null;
        try
        {
            return new(account, instance, expires, JsonSerializer.Deserialize(json, HealthJson.Default.IReadOnlyListOpenEntry) ?? []);
        }
        catch (JsonException)
        {
            // A newer instance may write what this one cannot read; it finds out for itself.
            return null;
        }
    }
}
