namespace Relay.Dialects.Anthropic;

/// <summary>What a schema that is made fit does not say any more; the worse, the higher.</summary>
internal enum MessagesSchemaLoss
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Keywords that bound a value, or let an object hold more than its members.</summary>
    Keywords,

    /// <summary>Members of any name, without which an object that is a map is always empty.</summary>
    Members,
}
