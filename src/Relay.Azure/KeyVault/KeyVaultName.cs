namespace Relay.Azure.KeyVault;

/// <summary>
/// Names of secrets as Key Vault takes them: letters, digits and hyphens, whose case does not matter. The config's may hold
/// an underscore, which becomes a hyphen: <c>OPENAI_API_KEY</c> is kept as <c>OPENAI-API-KEY</c>.
/// </summary>
internal static class KeyVaultName
{
    /// <summary>The name in the vault.</summary>
    public static string Of(string name) => name.Replace('_', '-');
}
