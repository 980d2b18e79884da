namespace Relay.Storage;

/// <summary>One property of a row. Numbers, flags and instants are held without boxing.</summary>
public readonly struct TableValue : IEquatable<TableValue>
{
    private readonly long _bits;
    private readonly object? _reference;

    private TableValue(TableValueKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>The type of the value, and so which of the accessors may be used.</summary>
    public TableValueKind Kind { get; }

    /// <summary>Makes a value of text.</summary>
    public static implicit operator TableValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(TableValueKind.String, 0, value);
    }

    /// <summary>Makes a value of a number.</summary>
    public static implicit operator TableValue(long value) => new(TableValueKind.Int64, value, null);

    /// <summary>Makes a value of a floating-point number.</summary>
    public static implicit operator TableValue(double value) =>
        new(TableValueKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>Makes a value of a flag.</summary>
    public static implicit operator TableValue(bool value) => new(TableValueKind.Boolean, value ? 1 : 0, null);

    /// <summary>Makes a value of an instant; the offset is not kept.</summary>
    public static implicit operator TableValue(DateTimeOffset value) =>
        new(TableValueKind.DateTime, value.UtcTicks, null);

    /// <summary>Makes a value of bytes, which must not be changed afterwards.</summary>
    public static implicit operator TableValue(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(TableValueKind.Binary, 0, value);
    }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind; so for each accessor.</exception>
    public string AsString() => (string)Expect(TableValueKind.String)._reference!;

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long AsInt64() => Expect(TableValueKind.Int64)._bits;

    /// <summary>The floating-point number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public double AsDouble() => BitConverter.Int64BitsToDouble(Expect(TableValueKind.Double)._bits);

    /// <summary>The flag.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsBoolean() => Expect(TableValueKind.Boolean)._bits != 0;

    /// <summary>The instant, in UTC.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public DateTimeOffset AsDateTime() => new(Expect(TableValueKind.DateTime)._bits, TimeSpan.Zero);

    /// <summary>The bytes, which must not be changed.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public byte[] AsBinary() => (byte[])Expect(TableValueKind.Binary)._reference!;

    /// <summary>Whether both are of the same kind and value.</summary>
    public static bool operator ==(TableValue left, TableValue right) => left.Equals(right);

    /// <summary>Whether they differ in kind or value.</summary>
    public static bool operator !=(TableValue left, TableValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TableValue other) =>
        Kind == other.Kind && _bits == other._bits && (_reference, other._reference) switch
        {
            (byte[] mine, byte[] theirs) => mine.AsSpan().SequenceEqual(theirs),
            _ => Equals(_reference, other._reference),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TableValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Kind, _bits, _reference is byte[] bytes ? bytes.Length : _reference);

    private TableValue Expect(TableValueKind kind) =>
        Kind == kind ? this : throw new InvalidOperationException($"The value is {Kind}, not {kind}.");
}
