using Relay.Storage;

namespace Relay.Routing;

/// <summary>
/// The secret under which <see cref="PinnedId"/>s are made, which all instances share: 256 random bits in a row of the
/// table of the config, made by whoever needs it first.
/// </summary>
internal sealed class PinnedIds(ITableStore store, FillRandom fill)
{
    private const string Table = "config";
    private const string Column = "secret";
    private static readonly TableKey Row = new("secret", "pinned-id");

    private volatile PinnedId? _ids;

    /// <summary>Makes and reads ids; reads storage at the first use only.</summary>
    /// <exception cref="TableStoreException">Storage does not answer, and the secret was not read before.</exception>
    public ValueTask<PinnedId> GetAsync(CancellationToken cancellationToken) =>
        _ids is { } ids ? new(ids) : new(ReadAsync(cancellationToken));

    private async Task<PinnedId> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(Table, Row, cancellationToken);
        if (row is null)
        {
            var secret = new byte[PinnedId.KeySize];
            fill(secret);
            // Of many that insert it at once, one does; all read what that one wrote.
            await store.WriteAsync(Table, new[] { TableWrite.Insert(new TableRow(Row).With(Column, secret)) }, cancellationToken);
            row = await store.GetAsync(Table, Row, cancellationToken);
        }

        return row is not null && row.TryGet(Column, out var value)
            ? _ids = new PinnedId(value.AsBinary())
            : throw new TableStoreException(TableFault.Damaged, "The secret of pinned ids is missing.");
    }
}
