using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Gate;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Gate;

/// <summary>A gate over a store in memory, and a key that may be put there.</summary>
internal sealed class GateBench
{
    public GateBench()
    {
        Store = new(Tables);
        Gate = WithQueryKeys(false);
    }

    public TestTables Tables { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    /// <summary>What the secrets are.</summary>
    public ConfigurationManager Secrets { get; } = new();

    /// <summary>What is logged of the deployed admin key.</summary>
    public LogLines<DeployedAdminKey> Log { get; } = new();

    public KeyStore Store { get; }

    public KeyGate Gate { get; }

    /// <summary>The text of <see cref="Keys.Make"/>'s key.</summary>
    public string Text { get; } = Keys.TextOf(Keys.Make());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another gate over the same store.</summary>
    public KeyGate WithQueryKeys(bool allowed) => new(
        new KeyCache(Store, Time, NullLogger<KeyCache>.Instance), new(new ConfigurationSecretStore(Secrets), Log), Time, new(allowed));

    public Task<Result<Key>> IdentifyAsync(params (string Name, string Value)[] headers) => IdentifyAsync(KeyRole.Caller, headers);

    public Task<Result<Key>> IdentifyAsync(KeyRole role, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        return Gate.IdentifyAsync(http.Request, role, Token).AsTask();
    }
}
