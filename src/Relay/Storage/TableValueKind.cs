namespace Relay.Storage;

/// <summary>The type of a <see cref="TableValue"/>: the property types of Table Storage that Relay uses.</summary>
public enum TableValueKind
{
    /// <summary>Text of at most 32,768 UTF-16 characters.</summary>
    String,

    /// <summary>A signed 64-bit number.</summary>
    Int64,

    /// <summary>A 64-bit floating-point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An instant in UTC, with a precision of 100 ns.</summary>
    DateTime,

    /// <summary>At most 64 KiB of bytes.</summary>
    Binary,
}
