namespace Relay.Dialects.Conversations;

/// <summary>Whether tools are called.</summary>
internal enum ToolChoiceKind
{
    /// <summary>The model chooses.</summary>
    Auto,

    /// <summary>No tool is called.</summary>
    None,

    /// <summary>At least one is called.</summary>
    Required,

    /// <summary>The named one is called.</summary>
    Named,
}
