using System.Globalization;
using Relay.Storage;

namespace Relay.Gate;

/// <summary>Keys in storage: one row each, found by its id.</summary>
internal sealed class KeyStore(ITableStore store)
{
    /// <summary>The table of keys.</summary>
    public const string Table = "keys";

    private const string Row = "key";

    // Keys are also listed, and a listing reads one partition.
    private const string IndexPartition = "index";
    private const string TimeFormat = "yyyyMMddHHmmssfff";

    /// <summary>Reads a key; null when there is none.</summary>
    /// <param name="id">Any text; only what <see cref="KeyText.IsId"/> holds for is looked up.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<Key?> GetAsync(string id, CancellationToken cancellationToken) =>
        KeyText.IsId(id) && await store.GetAsync(Table, KeyOf(id), cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>Reads a page of the ids of all keys, oldest first.</summary>
    /// <param name="take">The most ids, from 1 to <see cref="TableLimits.MaxPage"/>.</param>
    /// <param name="continuation">Where the page before ended, which <see cref="IsContinuation"/> must hold for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<(IReadOnlyList<string> Ids, string? Continuation)> ListAsync(
        int take, string? continuation, CancellationToken cancellationToken)
    {
        // Row keys are all of one length, so the next possible one after a key is that key and any character more.
        var query = new TableQuery(IndexPartition, From: continuation is null ? null : continuation + "-", Take: take);
        var rows = new List<TableRow>(take);
        do
        {
            var page = await store.QueryAsync(Table, query, cancellationToken);
            rows.AddRange(page.Rows);
            query = query with { Continuation = page.Continuation, Take = take - rows.Count };
        }
        while (query.Continuation is not null && rows.Count < take);
        return ([.. rows.Select(row => row.Text("id") ?? "")], query.Continuation is null ? null : rows[^1].Key.Row);
    }

    /// <summary>Whether a text can be where a page ended.</summary>
    public static bool IsContinuation(string text) =>
        text.Length > TimeFormat.Length && text[TimeFormat.Length] == '-' && KeyText.IsId(text.AsSpan(TimeFormat.Length + 1))
        && !text.AsSpan(0, TimeFormat.Length).ContainsAnyExceptInRange('0', '9');

    /// <summary>Adds a key.</summary>
    /// <exception cref="InvalidOperationException">There is a key of that id.</exception>
    public async ValueTask AddAsync(Key key, CancellationToken cancellationToken)
    {
        // The index first: a row of it without its key is passed over, a key without its row would be hidden.
        var index = new TableRow(IndexOf(key)).With("id", key.Id);
        await store.WriteAsync(Table, new[] { TableWrite.Upsert(index) }, cancellationToken);
        var added = await store.WriteAsync(Table, new[] { TableWrite.Insert(ToRow(key)) }, cancellationToken);
        if (!added.IsDone) throw new InvalidOperationException("There is a key of that id already.");
    }

    /// <summary>Replaces a key. False when it is gone.</summary>
    public async ValueTask<bool> ReplaceAsync(Key key, CancellationToken cancellationToken)
    {
        // Whoever changes it at the same moment, the last one wins; but a key that is gone stays gone.
        while (await store.GetAsync(Table, KeyOf(key.Id), cancellationToken) is { } row)
        {
            var replaced = await store.WriteAsync(
                Table, new[] { TableWrite.Update(ToRow(key), row.ETag!) }, cancellationToken);
            if (replaced.IsDone) return true;
        }

        return false;
    }

    /// <summary>Deletes a key. False when there was none.</summary>
    public async ValueTask<bool> DeleteAsync(Key key, CancellationToken cancellationToken)
    {
        var deleted = await store.WriteAsync(Table, new[] { TableWrite.Delete(KeyOf(key.Id)) }, cancellationToken);
        await store.WriteAsync(Table, new[] { TableWrite.Delete(IndexOf(key)) }, cancellationToken);
        return deleted.IsDone;
    }

    private static TableKey KeyOf(string id) => new(id, Row);

    private static TableKey IndexOf(Key key) =>
        new(IndexPartition, $"{key.CreatedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{key.Id}");

    private static TableRow ToRow(Key key)
    {
        var row = new TableRow(KeyOf(key.Id))
            .With("name", key.Name)
            .With("role", key.Role.ToString())
            .With("hash", key.SecretHash.ToArray())
            .With("project", key.Project)
            .With("models", string.Join('\n', key.Models))
            .With("created", key.CreatedAt)
            .With("disabled", key.Disabled);
        if (key.Member is not null) row.With("member", key.Member);
        if (key.ExpiresAt is { } expires) row.With("expires", expires);
        if (key.MaxConcurrency is { } most) row.With("max_concurrency", most);
        return row;
    }

    private static Key FromRow(TableRow row) => new()
    {
        Id = row.Key.Partition,
        Name = row.Text("name") ?? "",
        Role = Enum.Parse<KeyRole>(row.Text("role") ?? nameof(KeyRole.Caller)),
        SecretHash = row.TryGet("hash", out var hash) ? hash.AsBinary() : [],
        Project = row.Text("project") ?? "",
        Member = row.Text("member"),
        Models = row.Text("models") is { Length: > 0 } models ? models.Split('\n') : [],
        CreatedAt = row.Time("created") ?? default,
        ExpiresAt = row.Time("expires"),
        MaxConcurrency = (int?)row.Number("max_concurrency"),
        Disabled = row.Flag("disabled") ?? false,
    };
}
