using Relay.Storage;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

public sealed class CompactionTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly SemaphoreSlim _compacted = new(0);

    public void Dispose()
    {
        _directory.Dispose();
        _compacted.Dispose();
    }

    [Fact]
    public async Task AJournalThatIsMostlyDead_ShrinksToWhatIsLive_AndKeepsItAsItIs()
    {
        await using var store = _directory.Open(Disk(), compactionFloor: 64 * 1024);
        var longText = new string('x', 1000);
        await store.WriteAsync(TableWrite.Insert(Row("kept", 1)), TableWrite.Insert(Row("deleted", 1)));
        await store.WriteAsync(TableWrite.Delete(new TableKey("p", "deleted")));
        while (_compacted.CurrentCount == 0)
            await store.WriteAsync(TableWrite.Upsert(Row("changed", 1).With("text", longText)));
        await store.WriteAsync(TableWrite.Upsert(Row("changed", 2)));
        var before = await store.DumpAsync();

        Assert.InRange(new FileInfo(_directory.Journal).Length, 0, 40 * 1024);
        Assert.False(File.Exists(_directory.NewJournal));
        Assert.Equal(["changed=2", "kept=1"], before.Select(row => row.Split(' ')[0]));

        await store.DisposeAsync();
        await using var again = _directory.Open();
        Assert.Equal(before, await again.DumpAsync());
    }

    [Fact]
    public async Task AJournalThatWasLeftMostlyDead_IsCompactedAtTheStart()
    {
        await using (var store = _directory.Open())
        {
            for (var i = 0; i < 20; i++) await store.WriteAsync(TableWrite.Upsert(Row("a", i)));
        }

        var length = new FileInfo(_directory.Journal).Length;
        await using var again = _directory.Open(Disk(), compactionFloor: 0);
        await _compacted.WaitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(new FileInfo(_directory.Journal).Length, 1, length / 4);
        Assert.Equal(["a=19 20"], await again.DumpAsync());
    }

    [Fact]
    public async Task WhileWritersAndReadersGoOn_NothingIsLost()
    {
        const int Writers = 8, Each = 400;
        List<string> before;
        await using (var store = _directory.Open(Disk(), compactionFloor: 4 * 1024))
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAndReadAsync(store, writer))));

            Assert.True(_compacted.CurrentCount > 2, $"The journal was compacted {_compacted.CurrentCount} times only.");
            before = await store.DumpAsync();
            Assert.Equal(Writers * 4, before.Count);
        }

        await using var again = _directory.Open();
        Assert.Equal(before, await again.DumpAsync());

        // Each writer has rows of its own, so it knows what they hold; some come and go.
        static async Task WriteAndReadAsync(ITableStore store, int writer)
        {
            for (var i = 0; i < Each; i++)
            {
                var key = $"{writer}.{i % 4}";
                Assert.Equal(TableStatus.Done, (await store.WriteAsync(
                    TableWrite.Upsert(Row(key, i)), TableWrite.Insert(Row(key + ".gone", i)))).Status);
                Assert.Equal(i, await store.NumberAsync(key));
                if (i % 50 == 0) Assert.Equal(i, await store.NumberAsync(key + ".gone"));
                Assert.True((await store.WriteAsync(TableWrite.Delete(new TableKey("p", key + ".gone")))).IsDone);
                Assert.InRange((await store.DumpAsync()).Count(row => row.StartsWith($"{writer}.", StringComparison.Ordinal)), 1, 5);
            }
        }
    }

    [Fact]
    public async Task AReadThatBeganBefore_EndsOnTheOldJournal()
    {
        using var reading = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var hold = false;
        var disk = new TestDisk(step =>
        {
            if (step == "flush directory") _compacted.Release();
            if (step != "read" || !Volatile.Read(ref hold)) return;
            reading.Set();
            goOn.Wait();
        });
        await using var store = _directory.Open(disk, compactionFloor: 0);
        await _compacted.WaitAsync(TestContext.Current.CancellationToken);
        await store.WriteAsync(TableWrite.Insert(Row("a", 1)));

        Volatile.Write(ref hold, true);
        var read = Task.Run(() => store.NumberAsync("a"), TestContext.Current.CancellationToken);
        reading.Wait(TestContext.Current.CancellationToken);
        Volatile.Write(ref hold, false);
        await store.WriteAsync(TableWrite.Upsert(Row("a", 2)));
        await store.WriteAsync(TableWrite.Upsert(Row("a", 3)));
        await _compacted.WaitAsync(TestContext.Current.CancellationToken);
        await store.WriteAsync(TableWrite.Insert(Row("b", 1)));
        goOn.Set();

        Assert.Equal(1, await read);
        Assert.Equal(3, await store.NumberAsync("a"));
    }

    [Fact]
    public async Task DamageThatIsFoundOnTheWay_IsNotSealedAnew()
    {
        using var refused = new SemaphoreSlim(0);
        await using (var store = _directory.Open())
        {
            await store.WriteAsync(TableWrite.Insert(Row("a", 1).With("text", "sound")));
            for (var i = 0; i < 10; i++) await store.WriteAsync(TableWrite.Upsert(Row("b", i)));
        }

        var bytes = await File.ReadAllTextAsync(_directory.Journal, TestContext.Current.CancellationToken);
        var damage = false;
        var disk = new TestDisk(step =>
        {
            if (step == "delete" && damage) refused.Release();
            if (step != "create") return;
            // The start has read the journal by now, and found it sound.
            File.WriteAllText(_directory.Journal, bytes.Replace("sound", "found", StringComparison.Ordinal));
            damage = true;
        });
        await using (var store = _directory.Open(disk, compactionFloor: 0))
        {
            await refused.WaitAsync(TestContext.Current.CancellationToken);
            Assert.True((await store.WriteAsync(TableWrite.Insert(Row("c", 1)))).IsDone);
        }

        Assert.Equal(TableFault.Damaged, Assert.Throws<TableStoreException>(() => _directory.Open()).Fault);
    }

    private TestDisk Disk()
    {
        // The first one is of the making of an empty journal.
        var isNew = !File.Exists(_directory.Journal);
        return new TestDisk(step =>
        {
            if (step != "flush directory") return;
            if (!isNew) _compacted.Release();
            isNew = false;
        });
    }
}
