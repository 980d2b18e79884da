namespace Relay.Routing;

/// <summary>How a name was understood: the rule that found its route, in the order in which they are asked.</summary>
internal enum NameKind
{
    /// <summary>A model of the config has it, or has it as an alias.</summary>
    Model,

    /// <summary>Models of the config carry it as a tag.</summary>
    Tag,

    /// <summary>A pattern of the config fits it.</summary>
    Pattern,

    /// <summary>Accounts answer to it as it is.</summary>
    Listed,

    /// <summary>An account's id stands before its first slash.</summary>
    Account,

    /// <summary>A provider's id stands there.</summary>
    Provider,
}
