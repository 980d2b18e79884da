namespace Azure.Data.Tables;

/// <summary>A row of a table.</summary>
public interface ITableEntity
{
    /// <summary>The partition that the row is in.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row's name in its partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>Which state of the row this is.</summary>
    ETag ETag { get; set; }
}
