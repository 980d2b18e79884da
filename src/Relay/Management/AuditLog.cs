using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Management;

/// <summary>The table of changes over the management API: a partition for each month, newest first in each.</summary>
internal sealed partial class AuditLog(ITableStore store, Ids ids, TimeProvider time, ILogger<AuditLog> log)
{
    /// <summary>A key was made.</summary>
    public const string KeyMade = "key.made";

    /// <summary>A key was switched off or on, or bounded.</summary>
    public const string KeyChanged = "key.changed";

    /// <summary>A key was ended.</summary>
    public const string KeyDeleted = "key.deleted";

    /// <summary>The config was replaced.</summary>
    public const string ConfigPut = "config.put";

    /// <summary>A secret has a new version.</summary>
    public const string SecretSet = "secret.set";

    /// <summary>The table of changes.</summary>
    public const string Table = "audit";

    // It names the months that have changes, so that a listing knows where to look.
    private const string MonthsPartition = "months";

    /// <summary>A column of a table holds 64 KiB. Only a key for very many models is described by more.</summary>
    private const int MaxState = 60 * 1024;

    private static readonly byte[] TooLarge = """{"left_out":"larger than 60 KiB"}"""u8.ToArray();

    private string? _monthNamed;

    /// <summary>
    /// Writes down a change that was made. The change stands where that fails, and the process's log has it then.
    /// </summary>
    /// <param name="by">The id of the admin key.</param>
    /// <param name="action">What was done.</param>
    /// <param name="subject">To what.</param>
    /// <param name="before">How it was, as JSON; null for what was not there.</param>
    /// <param name="after">How it is, as JSON; null for what is no more.</param>
    public async Task NoteAsync(string by, string action, string subject, byte[]? before, byte[]? after)
    {
        var now = time.GetUtcNow();
        var month = now.ToString("yyyyMM", CultureInfo.InvariantCulture);
        var row = new TableRow(new(month, RowOf(now, ids.NewKeyId()))).With("at", now).With("by", by).With("action", action).With("subject", subject);
        if (before is not null) row.With("before", Fitting(before));
        if (after is not null) row.With("after", Fitting(after));
        try
        {
            if (_monthNamed != month)
            {
                await store.WriteAsync(Table, new[] { TableWrite.Upsert(new TableRow(new(MonthsPartition, MonthRow(month))).With("month", month)) }, CancellationToken.None);
                _monthNamed = month;
            }

            await store.WriteAsync(Table, new[] { TableWrite.Insert(row) }, CancellationToken.None);
        }
        catch (TableStoreException e)
        {
            LogNotWritten(action, subject, by, e.Fault);
        }
    }

    /// <summary>Whether a text is a continuation that a page may have given.</summary>
    public static bool IsContinuation(string text) => ContinuationPattern().IsMatch(text);

    /// <summary>Reads a page, newest first.</summary>
    /// <param name="take">The most entries.</param>
    /// <param name="continuation">Where the page before ended; null for the newest.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async Task<AuditPage> ReadAsync(int take, string? continuation, CancellationToken cancellationToken)
    {
        var found = new List<AuditEntry>();
        var (lastMonth, lastRow) = continuation is null ? (null, null) : (continuation[..6], continuation[7..]);
        var months = new TableQuery(MonthsPartition, From: lastMonth is null ? null : MonthRow(lastMonth));
        await foreach (var named in store.RowsAsync(Table, months, cancellationToken))
        {
            var month = named.Text("month")!;
            // Row keys are all of one length, so the next possible one after a key is that key and any character more.
            var query = new TableQuery(month, From: month == lastMonth ? lastRow + "-" : null);
            await foreach (var row in store.RowsAsync(Table, query, cancellationToken))
            {
                found.Add(ToEntry(row));
                if (found.Count == take) return new(found, $"{month}-{row.Key.Row}");
            }
        }

        return new(found, null);
    }

    private static AuditEntry ToEntry(TableRow row) => new(
        row.Time("at") ?? default, row.Text("by") ?? "", row.Text("action") ?? "", row.Text("subject") ?? "", State(row, "before"), State(row, "after"));

    private static JsonElement? State(TableRow row, string name) =>
        row.TryGet(name, out var state) ? JsonElement.Parse(state.AsBinary()) : null;

    private static byte[] Fitting(byte[] state) => state.Length <= MaxState ? state : TooLarge;

    private static string RowOf(DateTimeOffset at, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.Ticks - at.UtcTicks:D19}-{id}");

    private static string MonthRow(string month) =>
        (999_999 - int.Parse(month, CultureInfo.InvariantCulture)).ToString("D6", CultureInfo.InvariantCulture);

    [GeneratedRegex("^[0-9]{6}-[0-9]{19}-[a-z0-9]{12}$")]
    private static partial Regex ContinuationPattern();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Action} of {Subject} by the key {By} is not in the audit, for storage did not answer ({Fault}).")]
    private partial void LogNotWritten(string action, string subject, string by, TableFault fault);
}
