namespace Relay.Routing.Config;

/// <summary>Accounts that exist because of where Relay runs, such as a provider's key in the environment.</summary>
/// <param name="Accounts">They yield to accounts of the config document with the same id or provider.</param>
internal sealed record EnvironmentAccounts(IReadOnlyList<AccountConfig> Accounts)
{
    /// <summary>None.</summary>
    public static EnvironmentAccounts None { get; } = new([]);
}
