using Relay.Storage;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

public sealed class CompactionCrashTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WhereverTheProcessEnds_WhatWasAcknowledgedIsThere()
    {
        // Steps of the disk from the opening on: the crash comes at one later in each round, until none is left.
        var crashes = new HashSet<string>();
        for (var survived = 0; ; survived++)
        {
            if (Directory.Exists(_directory.Path)) Directory.Delete(_directory.Path, recursive: true);
            List<string> expected;
            await using (var store = _directory.Open())
            {
                await store.WriteAsync(TableWrite.Insert(Row("kept", 1)), TableWrite.Insert(Row("gone", 2)));
                for (var i = 0; i < 10; i++) await store.WriteAsync(TableWrite.Upsert(Row("changed", i)));
                await store.WriteAsync(TableWrite.Delete(new TableKey("p", "gone")));
                expected = await store.DumpAsync();
            }

            var (crashed, acknowledged) = await RunAsync(survived, crashes);
            if (acknowledged) expected.Add("later=1 13");
            await using (var again = _directory.Open())
            {
                var rows = await again.DumpAsync();
                if (!acknowledged) rows.Remove("later=1 13");
                Assert.Equal(expected.Order(StringComparer.Ordinal), rows);
                Assert.False(File.Exists(_directory.NewJournal));
                Assert.True((await again.WriteAsync(TableWrite.Insert(Row("new", 1)))).IsDone);
            }

            if (!crashed) break;
        }

        // So that it is known to have been everywhere.
        Assert.Superset(new HashSet<string> { "create", "write", "flush", "rename", "flush directory" }, crashes);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("rename")]
    public async Task ACompactionThatFails_LeavesAStoreThatWorks(string step)
    {
        using var failed = new SemaphoreSlim(0);
        await using (var store = _directory.Open())
        {
            for (var i = 0; i < 10; i++) await store.WriteAsync(TableWrite.Upsert(Row("a", i)));
        }

        var compacting = false;
        var disk = new TestDisk(done =>
        {
            if (done == "create") compacting = true;
            if (done != step || !compacting) return;
            compacting = false;
            failed.Release();
            throw new IOException("No space left on device.");
        });
        await using (var store = _directory.Open(disk, compactionFloor: 0))
        {
            await failed.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(9, await store.NumberAsync("a"));
            Assert.True((await store.WriteAsync(TableWrite.Upsert(Row("a", 10)))).IsDone);
            Assert.Equal(10, await store.NumberAsync("a"));
        }

        await using var again = _directory.Open();
        Assert.Equal(["a=10 11"], await again.DumpAsync());
    }

    [Fact]
    public async Task ARenameThatMayNotLast_EndsTheWriting()
    {
        using var renamed = new SemaphoreSlim(0);
        await using (var store = _directory.Open())
        {
            for (var i = 0; i < 10; i++) await store.WriteAsync(TableWrite.Upsert(Row("a", i)));
        }

        var disk = new TestDisk(step =>
        {
            if (step == "rename") renamed.Release();
            if (step == "flush directory") throw new IOException("Input/output error.");
        });
        await using (var store = _directory.Open(disk, compactionFloor: 0))
        {
            await renamed.WaitAsync(TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync(TableWrite.Upsert(Row("a", 10))));
            Assert.Equal(9, await store.NumberAsync("a"));
        }

        await using var again = _directory.Open();
        Assert.Equal(["a=9 10"], await again.DumpAsync());
    }

    /// <summary>Compacts and writes, on a disk that is gone for good after some steps.</summary>
    private async Task<(bool Crashed, bool Acknowledged)> RunAsync(int steps, HashSet<string> crashes)
    {
        var crashed = false;
        using var over = new SemaphoreSlim(0);
        var disk = new TestDisk(step =>
        {
            if (step == "read") return;
            if (!crashed && Interlocked.Decrement(ref steps) < 0)
            {
                crashed = true;
                lock (crashes) crashes.Add(step);
            }

            if (crashed || step == "flush directory") over.Release();
            if (crashed) throw new IOException("The power is gone.");
        });

        try
        {
            await using var store = _directory.Open(disk, compactionFloor: 0);
            await over.WaitAsync(TestContext.Current.CancellationToken);
            return (crashed, (await store.WriteAsync(TableWrite.Insert(Row("later", 1)))).IsDone);
        }
        catch (TableStoreException)
        {
            return (true, false);
        }
    }
}
