using System.IO.Compression;
using Relay.Storage;

namespace Relay.Routing.Config;

/// <summary>Versions of the config document in storage, and the head that points at the one in force.</summary>
internal sealed class ConfigStore(ITableStore store, TimeProvider time)
{
    /// <summary>The table of the config.</summary>
    public const string Table = "config";

    /// <summary>The most bytes of a compressed document, so that a version fits into one row.</summary>
    public const int MaxCompressedSize = 900 * 1024;

    private const string Partition = "doc";
    private const int PartSize = 60 * 1024;

    private static readonly TableKey HeadKey = new(Partition, "head");

    /// <summary>Reads the head; null when no document was ever put.</summary>
    public async ValueTask<ConfigHead?> GetHeadAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(Table, HeadKey, cancellationToken) is { } row
            ? new(row.Number("version") ?? 0, row.Text("file_hash"), row.ETag!)
            : null;

    /// <summary>Reads a version's document as it was put; null when there is no such version.</summary>
    public async ValueTask<byte[]?> GetAsync(long version, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(Table, KeyOf(version), cancellationToken);
        if (row is null) return null;
        using var compressed = new MemoryStream();
        for (var part = 0; row.TryGet(PartName(part), out var bytes); part++) compressed.Write(bytes.AsBinary());
        compressed.Position = 0;
        using var unzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var document = new MemoryStream();
        await unzip.CopyToAsync(document, cancellationToken);
        return document.ToArray();
    }

    /// <summary>Lists the newest versions, newest first; at most <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<ConfigVersion>> ListAsync(int take, CancellationToken cancellationToken)
    {
        var versions = new List<ConfigVersion>();
        // Versions have a prefix that sorts before the head's name, so the range ends before it.
        var query = new TableQuery(Partition, From: "0", Before: "a", Take: take) { Properties = ["version", "at", "by"] };
        await foreach (var row in store.RowsAsync(Table, query, cancellationToken))
        {
            versions.Add(new(row.Number("version") ?? 0, row.Time("at") ?? default, row.Text("by") ?? ""));
            if (versions.Count == take) break;
        }

        return versions;
    }

    /// <summary>Stores a new version and moves the head to it, both or neither.</summary>
    /// <param name="document">The document, valid, in UTF-8.</param>
    /// <param name="head">The head that it follows; null for the first.</param>
    /// <param name="by">The id of the key that put it, or <c>file</c>.</param>
    /// <param name="fileHash">The hash of the file that was applied last, kept so that a file is applied once.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The new version; null when the head has moved meanwhile.</returns>
    /// <exception cref="ConfigTooLargeException">The document is larger than <see cref="MaxCompressedSize"/> compressed.</exception>
    public async ValueTask<long?> PutAsync(
        ReadOnlyMemory<byte> document, ConfigHead? head, string by, string? fileHash, CancellationToken cancellationToken)
    {
        var version = (head?.Version ?? 0) + 1;
        var row = new TableRow(KeyOf(version)).With("version", version).With("at", time.GetUtcNow()).With("by", by);
        AddParts(row, Compress(document));

        var newHead = new TableRow(HeadKey).With("version", version);
        if (fileHash is not null) newHead.With("file_hash", fileHash);
        var writes = new[]
        {
            TableWrite.Insert(row),
            head is null ? TableWrite.Insert(newHead) : TableWrite.Update(newHead, head.ETag),
        };
        var result = await store.WriteAsync(Table, writes, cancellationToken);
        return result.IsDone ? version : null;
    }

    private static byte[] Compress(ReadOnlyMemory<byte> document)
    {
        using var compressed = new MemoryStream();
        using (var zip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(document.Span);
        if (compressed.Length > MaxCompressedSize) throw new ConfigTooLargeException();
        return compressed.ToArray();
    }

    private static void AddParts(TableRow row, byte[] compressed)
    {
        foreach (var (index, part) in compressed.Chunk(PartSize).Index()) row.With(PartName(index), part);
    }

    private static string PartName(int index) => FormattableString.Invariant($"part{index}");

    private static TableKey KeyOf(long version) =>
        new(Partition, FormattableString.Invariant($"{long.MaxValue - version:D19}"));
}
