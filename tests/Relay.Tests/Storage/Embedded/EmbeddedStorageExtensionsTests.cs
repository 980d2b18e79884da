using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Relay.Storage;
using Relay.Storage.Embedded;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

public sealed class EmbeddedStorageExtensionsTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AHost_OpensTheStoreAsItStarts_AndClosesItAtItsEnd()
    {
        var storage = Path.Combine(_directory.Path, "deep", "storage");
        using (var host = Host(storage))
        {
            Assert.False(Directory.Exists(storage));
            await host.StartAsync(TestContext.Current.CancellationToken);
            Assert.True(File.Exists(Path.Combine(storage, "tables.journal")));

            var store = host.Services.GetRequiredService<ITableStore>();
            Assert.True((await store.WriteAsync(TableWrite.Insert(Row("a", 1)))).IsDone);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        using var again = Host(storage);
        await again.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await again.Services.GetRequiredService<ITableStore>().NumberAsync("a"));
    }

    [Fact]
    public async Task ADirectoryThatIsInUse_StopsTheStart()
    {
        await using var store = _directory.Open();
        using var host = Host(_directory.Path);

        var refusal = await Assert.ThrowsAsync<TableStoreException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("is in use by process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADirectoryThatWasMade_IsForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var storage = Path.Combine(_directory.Path, "storage");
        using var host = Host(storage);
        await host.StartAsync(TestContext.Current.CancellationToken);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(storage));
    }

    private static IHost Host(string storage)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddEmbeddedStorage(storage);
        return builder.Build();
    }
}
