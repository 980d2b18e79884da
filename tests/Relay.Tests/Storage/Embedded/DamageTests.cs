using System.Text;
using Relay.Storage;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

public sealed class DamageTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AJournalCutOffAnywhere_OpensWithAPrefixOfWhatWasAcknowledged()
    {
        // What the store held after each acknowledged batch, and how long its journal was then.
        var states = new List<(long Length, List<string> Rows)>();
        await using (var store = _directory.Open())
        {
            await NoteAsync();
            await WriteAsync(TableWrite.Insert(Row("a", 1)), TableWrite.Insert(Row("b", 2)));
            await WriteAsync(TableWrite.Upsert(Row("a", 3)));
            await WriteAsync(TableWrite.Delete(new TableKey("p", "b")), TableWrite.Insert(Row("c", 4)));
            await WriteAsync(TableWrite.Insert(Row("b", 5)));

            async Task WriteAsync(params TableWrite[] writes)
            {
                Assert.True((await store.WriteAsync(writes)).IsDone);
                await NoteAsync();
            }

            async Task NoteAsync() =>
                states.Add((new FileInfo(_directory.Journal).Length, await store.DumpAsync()));
        }

        var whole = await File.ReadAllBytesAsync(_directory.Journal, TestContext.Current.CancellationToken);
        Assert.Equal(states[^1].Length, whole.Length);
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(_directory.Journal, whole[..length], TestContext.Current.CancellationToken);
            var expected = states.LastOrDefault(state => state.Length <= length, states[0]).Rows;

            // Twice: the first opening repairs, and what is written after it must not be hurt by the repair.
            await using (var store = _directory.Open())
            {
                Assert.Equal(expected, await store.DumpAsync());
                Assert.True((await store.WriteAsync(TableWrite.Insert(Row("new", 9)))).IsDone);
            }

            await using (var store = _directory.Open())
            {
                Assert.Equal(9, await store.NumberAsync("new"));
                Assert.Equal(expected, (await store.DumpAsync()).Where(row => !row.StartsWith("new", StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [InlineData("00000000 []\n")]
    [InlineData("\n")]
    [InlineData("{")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n")]
    public async Task ALastLineThatIsNotWhole_IsCutOff(string tail)
    {
        var length = await WriteThreeLinesAsync();
        await File.AppendAllTextAsync(_directory.Journal, tail, TestContext.Current.CancellationToken);

        await using var store = _directory.Open();

        Assert.Equal(3, (await store.DumpAsync()).Count);
        Assert.Equal(length, new FileInfo(_directory.Journal).Length);
    }

    [Fact]
    public async Task ADamagedMiddle_RefusesToStart_AndSaysWhere_AndChangesNothing()
    {
        await WriteThreeLinesAsync();
        var whole = await File.ReadAllBytesAsync(_directory.Journal, TestContext.Current.CancellationToken);
        var lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;

        for (var at = 0; at < lastLine; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x81;
            await File.WriteAllBytesAsync(_directory.Journal, damaged, TestContext.Current.CancellationToken);
            var line = whole.AsSpan(0, at).Count((byte)'\n') + 1;
            var offset = whole.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;

            var refusal = Assert.Throws<TableStoreException>(() => _directory.Open());

            Assert.Equal(TableFault.Damaged, refusal.Fault);
            Assert.Contains($"{_directory.Journal} is damaged in line {line}, which begins at byte {offset}:", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, await File.ReadAllBytesAsync(_directory.Journal, TestContext.Current.CancellationToken));
        }

        // And the refusal holds nothing: with the journal put right, the store opens.
        await File.WriteAllBytesAsync(_directory.Journal, whole, TestContext.Current.CancellationToken);
        await using var store = _directory.Open();
        Assert.Equal(3, (await store.DumpAsync()).Count);
    }

    [Theory]
    [InlineData("{\"relay_tables\":2}")]
    [InlineData("[]")]
    public void AJournalOfAnotherVersion_RefusesToStart(string header)
    {
        File.WriteAllBytes(_directory.Journal, Sealed(header));

        var refusal = Assert.Throws<TableStoreException>(() => _directory.Open());

        Assert.Equal(TableFault.Damaged, refusal.Fault);
        Assert.Contains("in line 1,", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Sealed(header), File.ReadAllBytes(_directory.Journal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"seq\":\"1\"}]")]
    [InlineData("[{\"seq\":1,\"table\":\"rows\",\"partition\":\"p\",\"rows\":[{\"row\":\"a\",\"del\":{}}]}]")]
    [InlineData("[{\"seq\":1,\"table\":\"rows\",\"partition\":\"p\",\"rows\":[]}")]
    [InlineData("[{\"seq\":99999999999999999999,\"table\":\"rows\",\"partition\":\"p\",\"rows\":[]}]")]
    public async Task ASoundLineThatIsNotOurs_RefusesToStart(string json)
    {
        await WriteThreeLinesAsync();
        await File.AppendAllBytesAsync(_directory.Journal, Sealed(json), TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<TableStoreException>(() => _directory.Open());

        Assert.Equal(TableFault.Damaged, refusal.Fault);
        Assert.Contains("in line 5,", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"canary", "!canary")]
    [InlineData("\"b1\"", "\"b2\"")]
    [InlineData("\"row\":\"a", "\"row\":\"b")]
    [InlineData("AQID", "AQ*D")]
    [InlineData("\"time\":6", "\"time\":-")]
    public async Task ARowThatWasDamagedAfterTheStart_IsDamaged_AndTheMessageHoldsNoValue(string was, string becomes)
    {
        await using var store = _directory.Open();
        await store.WriteAsync(TableWrite.Insert(Row("a", 1).With("secret", "canary").With("b1", "x").With("b2", "y")
            .With("bytes", new byte[] { 1, 2, 3 }).With("at", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        var text = await File.ReadAllTextAsync(_directory.Journal, TestContext.Current.CancellationToken);
        Assert.Contains(was, text, StringComparison.Ordinal);
        await using (var file = new FileStream(_directory.Journal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Position = text.IndexOf(was, StringComparison.Ordinal);
            await file.WriteAsync(Encoding.UTF8.GetBytes(becomes), TestContext.Current.CancellationToken);
        }

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => store.GetAsync("a").AsTask());

        Assert.Equal(TableFault.Damaged, failure.Fault);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Sealed(string json)
    {
        byte[] line = [.. new byte[Relay.Storage.Embedded.JournalLine.PrefixLength], .. Encoding.UTF8.GetBytes(json), (byte)'\n'];
        Relay.Storage.Embedded.JournalLine.Seal(line);
        return line;
    }

    private async Task<long> WriteThreeLinesAsync()
    {
        await using (var store = _directory.Open())
        {
            for (var i = 1; i <= 3; i++) await store.WriteAsync(TableWrite.Insert(Row($"{i}", i)));
        }

        return new FileInfo(_directory.Journal).Length;
    }
}
