namespace Azure.Data.Tables.Rest;

/// <summary>The path of a row: <c>table(PartitionKey='…',RowKey='…')</c>.</summary>
internal static class EntityPath
{
    public static string Of(string table, ITableEntity entity) => Of(table, entity.PartitionKey, entity.RowKey);

    public static string Of(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')";

    private static string Quoted(string key) =>
        Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
