using System.Runtime.CompilerServices;

namespace Relay.Storage;

/// <summary>Reads more than a page.</summary>
internal static class TableStoreExtensions
{
    /// <summary>All rows of a range, in the order of their row keys. One page is held at a time, and the next is read when it is needed.</summary>
    /// <param name="store">The store.</param>
    /// <param name="table">The table.</param>
    /// <param name="query">The range; its <see cref="TableQuery.Take"/> is how many rows a page has at the most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="TableStoreException">The store cannot answer.</exception>
    public static async IAsyncEnumerable<TableRow> RowsAsync(
        this ITableStore store, string table, TableQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await store.QueryAsync(table, query, cancellationToken);
            foreach (var row in page.Rows) yield return row;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
