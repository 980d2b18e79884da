namespace Relay.Storage;

/// <summary>The store cannot answer. The message never holds a value of a row.</summary>
public sealed class TableStoreException : Exception
{
    /// <summary>Makes a failure of a store.</summary>
    public TableStoreException(TableFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>Why the store cannot answer.</summary>
    public TableFault Fault { get; }

    /// <summary>How long the store asks to be left alone, when it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
