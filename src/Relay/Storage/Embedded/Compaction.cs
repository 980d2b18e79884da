namespace Relay.Storage.Embedded;

/// <summary>
/// Copies what is live in a journal to a new one, line after line from its beginning, while the old one goes on
/// growing; whoever wants to change over stops the writing for the little that is left.
/// </summary>
/// <remarks>
/// A row's state is kept when it is still the present one. When it is not, what came after it stands further on
/// in the journal, and this will get there. A delete is kept only when the state that it ends was copied.
/// Checksums are checked on the way, so that damage is found, not sealed anew.
/// </remarks>
internal sealed class Compaction : IDisposable
{
    private const int FullLine = 256 * 1024;
    private readonly Journal _source;
    private readonly JournalDirectory _directory;
    private readonly JournalLines _lines;
    private readonly JournalLineBuilder _line = new();
    private readonly List<RowChange> _changes = [];
    private (long Sequence, string Table, string Partition)? _batch;

    /// <summary>Begins a new journal beside the old.</summary>
    public Compaction(Journal source, JournalDirectory directory)
    {
        _source = source;
        _directory = directory;
        Target = directory.CreateNew();
        _lines = new JournalLines(source.File, directory.JournalPath);
    }

    /// <summary>The new journal. Whoever changes over to it owns it from then on.</summary>
    public Journal Target { get; }

    /// <summary>Copies what the old journal has got since, and returns how many bytes of it were read.</summary>
    /// <exception cref="TableStoreException">A line of the old journal is damaged.</exception>
    public long CatchUp(CancellationToken cancellationToken)
    {
        var start = _lines.Offset;
        while (_lines.Read(_source.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_lines.Number > 1) CopyLine();
        }

        if (_lines.IsTorn) throw _lines.Damaged("it is not as it was written");
        return _lines.Offset - start;
    }

    /// <summary>Ends the new journal with the number of the last batch, and makes it durable.</summary>
    public void Finish()
    {
        // The batch of that number may have left nothing to copy; a new one must not give out its ETags again.
        EndBatch();
        _line.BeginBatch(_source.Sequence, "", "");
        _line.EndBatch();
        WriteLine();
        Target.File.Flush();
    }

    /// <summary>Makes what was copied so far durable, so that little is left to flush when the writing stops.</summary>
    public void Flush() => Target.File.Flush();

    /// <summary>Gives the new journal up.</summary>
    public void Abandon()
    {
        Dispose();
        Target.Release();
        try
        {
            _directory.DeleteNew();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way: the next one is made in its place.
        }
    }

    public void Dispose() => _lines.Dispose();

    private void CopyLine()
    {
        _changes.Clear();
        JournalBatches.Read(_lines.Json, _lines.Offset + JournalLine.PrefixLength, _changes);
        foreach (var change in _changes)
        {
            if (!IsNeeded(change)) continue;
            var batch = (change.Location.Sequence, change.Table, change.Key.Partition);
            if (_batch != batch)
            {
                EndBatch();
                _line.BeginBatch(batch.Sequence, batch.Table, batch.Partition);
                _batch = batch;
            }

            var row = _lines.Line.Slice((int)(change.Location.Offset - _lines.Offset), change.Location.Length);
            var offset = Target.Length + _line.AddRow(row);
            Target.Index.Apply(change with { Location = change.Location with { Offset = offset } });
        }

        if (_line.Length < FullLine) return;
        EndBatch();
        WriteLine();
    }

    private bool IsNeeded(in RowChange change) => change.IsDelete
        ? Target.Index.Find(change.Table, change.Key) is not null
        : _source.Index.Find(change.Table, change.Key)?.Sequence == change.Location.Sequence;

    private void EndBatch()
    {
        if (_batch is not null) _line.EndBatch();
        _batch = null;
    }

    private void WriteLine()
    {
        var line = _line.Finish();
        Target.File.Write(line, Target.Length);
        Target.Advance(line.Length, _source.Sequence, []);
        _line.Clear();
    }
}
