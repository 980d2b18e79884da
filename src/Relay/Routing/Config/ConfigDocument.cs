namespace Relay.Routing.Config;

/// <summary>The config, as it was written: accounts, models and rules. Immutable.</summary>
internal sealed record ConfigDocument
{
    /// <summary>What calls are sent to.</summary>
    public IReadOnlyList<AccountConfig> Accounts { get; init; } = [];

    /// <summary>The names that callers may ask for, beside those that the accounts answer to.</summary>
    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    /// <summary>What is different for some keys and projects.</summary>
    public IReadOnlyList<OverrideConfig> Overrides { get; init; } = [];

    /// <summary>Prices that go before those of the catalogue.</summary>
    public IReadOnlyList<PriceConfig> Prices { get; init; } = [];

    /// <summary>What happens to a call of a model that has no price.</summary>
    public UnpricedPolicy Unpriced { get; init; } = UnpricedPolicy.Allow;

    /// <summary>The most bytes of a request body. Default 64 MiB.</summary>
    public long BodyLimit { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// After how long a JSON answer that has not come is kept alive by white space before it; zero for never. Default 50 s:
    /// clients and proxies that give up a silent connection do so after 60 s and more.
    /// </summary>
    public TimeSpan JsonKeepAlive { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long is waited for a provider.</summary>
    public TimeoutConfig Timeouts { get; init; } = new();
}
