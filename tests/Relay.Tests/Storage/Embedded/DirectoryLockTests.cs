using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Storage;
using Relay.Storage.Embedded;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ASecondOpening_SaysWhichProcessHasTheDirectory_AndWhatToDo()
    {
        await using var store = _directory.Open();

        var refusal = Assert.Throws<TableStoreException>(() => _directory.Open());

        Assert.Equal(TableFault.Unavailable, refusal.Fault);
        Assert.Equal(
            $"The storage directory {_directory.Path} is in use by process {Environment.ProcessId}. Stop that process, or choose another directory for this one.",
            refusal.Message);
        Assert.True((await store.WriteAsync(TableWrite.Insert(Row("a", 1)))).IsDone);
    }

    [Fact]
    public async Task AClosedStore_LetsTheDirectoryGo()
    {
        await (_directory.Open()).DisposeAsync();
        await using var store = _directory.Open();
        Assert.Null(await store.GetAsync("a"));
    }

    [Fact]
    public void ADirectoryThatCannotBeMade_SaysWhy()
    {
        var file = Path.Combine(_directory.Path, "file");
        File.WriteAllText(file, "");

        var refusal = Assert.Throws<TableStoreException>(
            () => EmbeddedTableStore.Open(
                Path.Combine(file, "storage"),
                NullLogger<EmbeddedTableStore>.Instance));

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKilledProcess_LosesNothingThatItAcknowledged_AndLetsTheDirectoryGo()
    {
        for (var kill = 1; kill <= 3; kill++)
        {
            using var writer = StoreProcess.Start(_directory.Path);
            try
            {
                await KillAsync(writer, kill * 100);
            }
            finally
            {
                writer.Kill();
            }
        }
    }

    private async Task KillAsync(Process writer, long rows)
    {
        var last = 0L;
        while (last < rows)
        {
            var line = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            if (line is null) Assert.Fail(await writer.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            last = long.Parse(line, CultureInfo.InvariantCulture);
        }

        var refusal = Assert.Throws<TableStoreException>(() => _directory.Open());
        Assert.Contains($"process {writer.Id}.", refusal.Message, StringComparison.Ordinal);

        // SIGKILL, in the middle of its writing; then what it said to the last, save for half a number.
        writer.Kill();
        var output = await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (output.Split('\n') is [.., var number, _]) last = long.Parse(number, CultureInfo.InvariantCulture);
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);

        await using var store = _directory.Open();
        var keys = (await store.DumpAsync()).Select(row => long.Parse(row.Split('=')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(1, keys.Count), keys.Select(key => (int)key));
        Assert.InRange(keys.Count, last, last + 1);
    }
}
