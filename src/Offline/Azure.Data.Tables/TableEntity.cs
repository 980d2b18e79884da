namespace Azure.Data.Tables;

/// <summary>A row whose properties are known by name only.</summary>
public sealed partial class TableEntity : ITableEntity
{
    private const string PartitionKeyName = "PartitionKey";
    private const string RowKeyName = "RowKey";
    private const string TimestampName = "Timestamp";
    private const string ETagName = "odata.etag";

    private readonly Dictionary<string, object> _properties = [];

    /// <summary>Makes a row without a key.</summary>
    public TableEntity()
        : this(null, null)
    {
    }

    /// <summary>Makes a row of a key.</summary>
    public TableEntity(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => Get<string>(PartitionKeyName);
        set => _properties[PartitionKeyName] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => Get<string>(RowKeyName);
        set => _properties[RowKeyName] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => Get<DateTimeOffset?>(TimestampName);
        set => _properties[TimestampName] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => new(Get<string>(ETagName));
        set => _properties[ETagName] = value.ToString();
    }

    private T Get<T>(string name) => _properties.TryGetValue(name, out var value) ? (T)value : default;
}
