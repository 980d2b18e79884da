namespace Relay.Routing.Config;

/// <summary>What happens to a call of a model that has no price.</summary>
internal enum UnpricedPolicy
{
    /// <summary>The call is made and settled with its cost unknown, and flagged.</summary>
    Allow,

    /// <summary>The call is made and costs nothing, by decision.</summary>
    Free,

    /// <summary>The call is refused before anything is sent.</summary>
    Refuse,
}
