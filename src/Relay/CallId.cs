using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Relay;

/// <summary>
/// The id of a call, such as <c>call_019a…</c>: 16 bytes in hex, of which 6 are the time of its start in
/// milliseconds, 1 is the shard of its instance and 9 are random. Its record can be found by it alone.
/// </summary>
internal readonly struct CallId : IEquatable<CallId>
{
    /// <summary>
    /// How many partitions the records of an hour are spread over. One partition takes up to 2,000 rows a
    /// second (Table Storage's target), and a listing asks each of them.
    /// </summary>
    public const int Shards = 4;

    internal const int Size = 16;
    internal const int ShardOffset = 6;
    private const string Prefix = "call_";

    // Six bytes reach to the year 10889, dates to 9999.
    private static readonly long MaxStartedAt = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly string? _text;

    private CallId(string text, long startedAt, int shard)
    {
        _text = text;
        StartedAt = startedAt;
        Shard = shard;
    }

    /// <summary>When the call began, in milliseconds since 1970 UTC.</summary>
    public long StartedAt { get; }

    /// <summary>Where its record is, from 0 to <see cref="Shards"/> - 1.</summary>
    public int Shard { get; }

    /// <summary>The partition of records that it is in: its hour in UTC and its shard.</summary>
    public string Partition => PartitionOf(DateTimeOffset.FromUnixTimeMilliseconds(StartedAt), Shard);

    /// <summary>Its row in that partition: newest first.</summary>
    public string Row => string.Create(CultureInfo.InvariantCulture, $"{~StartedAt & 0xFFFFFFFFFFFF:x12}-{_text}");

    /// <summary>Whether both are the same call.</summary>
    public static bool operator ==(CallId left, CallId right) => left.Equals(right);

    /// <summary>Whether they are different calls.</summary>
    public static bool operator !=(CallId left, CallId right) => !left.Equals(right);

    /// <summary>The partition of the records of an hour that one shard wrote.</summary>
    public static string PartitionOf(DateTimeOffset at, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMddHH}-{shard}");

    /// <summary>Reads an id that <see cref="ToString"/> made.</summary>
    /// <returns>False when it is not one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CallId id)
    {
        id = default;
        if (text is null || text.Length != Prefix.Length + Size * 2 || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;

        Span<byte> bytes = stackalloc byte[Size];
        if (Convert.FromHexString(text.AsSpan(Prefix.Length), bytes, out _, out _) != System.Buffers.OperationStatus.Done
            || bytes[ShardOffset] >= Shards)
            return false;

        id = FromBytes(bytes);
        return id._text == text && id.StartedAt <= MaxStartedAt;
    }

    /// <summary>Reads an id that is known to be one.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static CallId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("This is not the id of a call.");

    /// <inheritdoc/>
    public bool Equals(CallId other) => _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CallId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _text?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    internal static CallId FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> clock = stackalloc byte[8];
        clock.Clear();
        bytes[..ShardOffset].CopyTo(clock[2..]);
        Span<char> text = stackalloc char[Prefix.Length + Size * 2];
        Prefix.CopyTo(text);
        Convert.TryToHexStringLower(bytes, text[Prefix.Length..], out _);
        return new(new string(text), BinaryPrimitives.ReadInt64BigEndian(clock), bytes[ShardOffset]);
    }
}
