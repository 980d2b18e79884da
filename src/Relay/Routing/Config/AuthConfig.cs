namespace Relay.Routing.Config;

/// <summary>How an account proves who it is, when that is not with a stored key. It holds names of secrets, never one.</summary>
internal abstract record AuthConfig
{
    /// <summary>The names of the secrets that it needs.</summary>
    public abstract IEnumerable<string> Secrets { get; }
}
