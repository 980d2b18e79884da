using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>The journal's place on the disk: <c>tables.journal</c>, and beside it <c>tables.journal.new</c> while one is made.</summary>
internal sealed partial class JournalDirectory(string directory, IJournalDisk disk, ILogger logger)
{
    private readonly string _newPath = Path.Combine(directory, "tables.journal.new");

    /// <summary>The path of the journal.</summary>
    public string JournalPath { get; } = Path.Combine(directory, "tables.journal");

    /// <summary>Opens the journal, or makes an empty one, and repairs a torn last line.</summary>
    /// <exception cref="TableStoreException">The journal is damaged.</exception>
    public Journal Open()
    {
        // Left by a process that ended before its rename: it was never the journal.
        disk.Delete(_newPath);
        if (disk.Exists(JournalPath) && Replay() is { } journal) return journal;

        journal = CreateNew();
        try
        {
            journal.File.Flush();
            RenameNew();
            Flush();
            return journal;
        }
        catch
        {
            journal.Release();
            throw;
        }
    }

    /// <summary>Begins a journal beside the one in use.</summary>
    public Journal CreateNew()
    {
        var journal = new Journal(disk.Create(_newPath));
        try
        {
            var header = JournalLine.MakeHeader();
            journal.File.Write(header, 0);
            journal.Advance(header.Length, 0, []);
            return journal;
        }
        catch
        {
            journal.Release();
            throw;
        }
    }

    /// <summary>Puts the new journal in place of the one in use. Durable after <see cref="Flush"/> only.</summary>
    public void RenameNew() => disk.Rename(_newPath, JournalPath);

    /// <summary>Makes the rename durable.</summary>
    public void Flush() => disk.FlushDirectory(directory);

    /// <summary>Deletes the new journal, which will not be used.</summary>
    public void DeleteNew() => disk.Delete(_newPath);

    /// <summary>Reads the journal into its index. Null when not even the first line was wholly written.</summary>
    private Journal? Replay()
    {
        var journal = new Journal(disk.Open(JournalPath));
        try
        {
            using var lines = new JournalLines(journal.File, JournalPath);
            var length = journal.File.Length;
            var changes = new List<RowChange>();
            while (lines.Read(length)) Replay(lines, journal, changes);

            if (lines.IsTorn)
            {
                LogTorn(JournalPath, lines.Offset, length - lines.Offset);
                journal.File.Truncate(lines.Offset);
                journal.File.Flush();
            }

            if (journal.Length > 0) return journal;
            journal.Release();
            return null;
        }
        catch
        {
            journal.Release();
            throw;
        }
    }

    private static void Replay(JournalLines lines, Journal journal, List<RowChange> changes)
    {
        if (lines.Number == 1)
        {
            if (!lines.Json.SequenceEqual(JournalLine.Header))
                throw lines.Damaged("it is not the first line of a journal that this version of Relay can read");
            journal.Advance(lines.Line.Length + 1, 0, []);
            return;
        }

        changes.Clear();
        try
        {
            var sequence = JournalBatches.Read(lines.Json, lines.Offset + JournalLine.PrefixLength, changes);
            journal.Advance(lines.Line.Length + 1, sequence, changes);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw lines.Damaged("its content is not a journal's", e);
        }
    }

    [LoggerMessage(
        1, LogLevel.Warning, "The last line of {Path} was not wholly written. Cut it off at byte {Offset} ({Bytes} bytes).")]
    private partial void LogTorn(string path, long offset, long bytes);
}
