using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>Adds the embedded store to a container.</summary>
public static class EmbeddedStorageExtensions
{
    /// <summary>
    /// Keeps the tables in a directory of this machine. They are opened as the host starts, before it listens: a
    /// directory that is in use or damaged stops the start with a <see cref="TableStoreException"/>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="directory">A directory on a local disk; it is made when it is not there.</param>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        services.AddSingleton<ITableStore>(
            provider => EmbeddedTableStore.Open(directory, provider.GetRequiredService<ILogger<EmbeddedTableStore>>()));
        return services.AddHostedService<Opening>();
    }

    /// <summary>Asks for the store: hosts make all of their services before they start the first.</summary>
    private sealed class Opening : IHostedService
    {
        public Opening(ITableStore store) => ArgumentNullException.ThrowIfNull(store);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
