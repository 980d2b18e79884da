namespace Relay.Routing.Config;

/// <summary>Tokens of the identity that Relay itself runs under on Azure.</summary>
/// <param name="Scope">What the tokens are for.</param>
internal sealed record ManagedIdentityAuth(string Scope) : AuthConfig
{
    /// <summary>The scope of Azure OpenAI and Azure AI Foundry.</summary>
    public const string DefaultScope = "https://cognitiveservices.azure.com/.default";

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => [];
}
