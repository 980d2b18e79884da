namespace Relay.Storage.Embedded;

/// <summary>
/// The batches that become durable together: one line, one write, one flush. Conditions are checked in order,
/// against the index and what the batches before in the group will have done to it.
/// </summary>
internal sealed class CommitGroup
{
    private readonly JournalLineBuilder _line = new();
    private readonly List<RowChange> _changes = [];
    private readonly List<(PendingWrite Write, TableResult Result)> _outcomes = [];

    // The number of a row's state that is not in the index yet; null for a row that will be gone.
    private readonly Dictionary<(string Table, TableKey Key), long?> _states = [];

    private Journal _journal = null!;
    private long _sequence;

    /// <summary>The bytes of the line so far.</summary>
    public int Length => _line.Length;

    /// <summary>Begins a new group on a journal.</summary>
    public void Begin(Journal journal)
    {
        _journal = journal;
        _sequence = journal.Sequence;
        _line.Clear();
        _changes.Clear();
        _outcomes.Clear();
        _states.Clear();
    }

    /// <summary>Takes a batch in, or notes why it does not fit.</summary>
    public void Add(PendingWrite write)
    {
        var writes = write.Writes;
        for (var i = 0; i < writes.Length; i++)
        {
            var status = Check(writes[i], StateOf(write.Table, writes[i].Key));
            if (status == TableStatus.Done) continue;
            _outcomes.Add((write, TableResult.Failed(status, i)));
            return;
        }

        _outcomes.Add((write, new TableResult(TableStatus.Done, -1, Append(write))));
    }

    /// <summary>Makes the group durable, then seen, and answers its writers.</summary>
    /// <remarks>
    /// A batch that did not fit is answered after the flush too: what it did not fit may be in this group. When
    /// the disk fails, this throws, nothing of the group is seen, and nobody was answered.
    /// </remarks>
    public void Commit()
    {
        if (!_line.IsEmpty)
        {
            var line = _line.Finish();
            _journal.File.Write(line, _journal.Length);
            _journal.File.Flush();
            _journal.Advance(line.Length, _sequence, _changes);
        }

        foreach (var (write, result) in _outcomes) write.Complete(result);
    }

    private static TableStatus Check(in TableWrite write, long? state) => write.Kind switch
    {
        TableWriteKind.Insert => state is null ? TableStatus.Done : TableStatus.Conflict,
        TableWriteKind.Upsert => TableStatus.Done,
        _ when state is null => TableStatus.NotFound,
        _ when write.ETag is null || RowLocation.Names(write.ETag, state.Value) => TableStatus.Done,
        _ => TableStatus.Changed,
    };

    private long? StateOf(string table, TableKey key) =>
        _states.TryGetValue((table, key), out var state) ? state : _journal.Index.Find(table, key)?.Sequence;

    private string?[] Append(PendingWrite write)
    {
        var writes = write.Writes;
        var etags = new string?[writes.Length];
        string? etag = null;
        _line.BeginBatch(++_sequence, write.Table, writes[0].Key.Partition);
        for (var i = 0; i < writes.Length; i++)
        {
            var row = write.Row(i);
            var location = new RowLocation(_sequence, _journal.Length + _line.AddRow(row), row.Length);
            var isDelete = writes[i].Kind == TableWriteKind.Delete;
            if (!isDelete) etags[i] = etag ??= location.ETag;
            _changes.Add(new RowChange(write.Table, writes[i].Key, location, isDelete));
            _states[(write.Table, writes[i].Key)] = isDelete ? null : _sequence;
        }

        _line.EndBatch();
        return etags;
    }
}
