using Relay.Failures;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Management;

/// <summary>Which accounts of a config use which secret.</summary>
internal static class SecretUses
{
    /// <summary>The ids of accounts by the name of a secret.</summary>
    public static ILookup<string, string> Of(ConfigSnapshot config) => config.Accounts
        .SelectMany(account => account.Secrets.Select(secret => (Secret: secret, account.Id)))
        .ToLookup(use => use.Secret, use => use.Id, StringComparer.Ordinal);

    /// <summary>What is to be said about a document that is valid: the secrets that it names and that cannot be had.</summary>
    public static async Task<IReadOnlyList<FailureDetail>> WarnAsync(
        ConfigDocument document, ISecretStore secrets, CancellationToken cancellationToken)
    {
        var uses = document.Accounts.Index()
            .SelectMany(account => account.Item.Secrets.Select(secret => (account.Index, Secret: secret))).ToList();
        var names = uses.Select(use => use.Secret).Distinct(StringComparer.Ordinal).ToList();
        var found = await Task.WhenAll(names.Select(async name => await secrets.GetAsync(name, cancellationToken) is not null));
        var missing = names.Where((_, index) => !found[index]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from use in uses
               where missing.Contains(use.Secret)
               select new FailureDetail(
                   FormattableString.Invariant($"$.accounts[{use.Index}]"),
                   $"names the secret {use.Secret}, which cannot be had now ({SecretFaultText.Of(secrets.FaultOf(use.Secret))}); "
                   + "until it can, the account serves no call"),
        ];
    }
}
