using Microsoft.Extensions.Logging.Abstractions;
using Relay.Storage.Embedded;

namespace Relay.Tests.Storage.Embedded;

/// <summary>A directory of its own for a test.</summary>
internal sealed class TestDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("relay-storage-").FullName;

    public string Journal => System.IO.Path.Combine(Path, "tables.journal");

    public string NewJournal => Journal + ".new";

    public EmbeddedTableStore Open(IJournalDisk? disk = null, long compactionFloor = long.MaxValue) =>
        EmbeddedTableStore.Open(Path, NullLogger<EmbeddedTableStore>.Instance, disk ?? new JournalDisk(), compactionFloor);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
