using System.Buffers;
using System.Buffers.Binary;

namespace Relay;

/// <summary>Makes every id and secret that Relay gives out.</summary>
internal sealed class Ids
{
    private const string KeyAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>The characters of the id of a key.</summary>
    internal static readonly SearchValues<char> KeyCharacters = SearchValues.Create(KeyAlphabet);

    private readonly TimeProvider _time;
    private readonly FillRandom _fill;

    /// <summary>Makes a source of ids on a clock and on randomness.</summary>
    public Ids(TimeProvider time, FillRandom fill)
    {
        _time = time;
        _fill = fill;
        Span<byte> shard = stackalloc byte[1];
        fill(shard);
        Shard = shard[0] % CallId.Shards;
        Instance = NewHex(8);
    }

    /// <summary>This process: 16 hex digits.</summary>
    public string Instance { get; }

    /// <summary>The shard that this process writes its records to, from 0 to <see cref="CallId.Shards"/> - 1.</summary>
    public int Shard { get; }

    /// <summary>Makes the id of a call that starts now.</summary>
    public CallId NewCallId()
    {
        Span<byte> bytes = stackalloc byte[CallId.Size];
        _fill(bytes);
        Span<byte> clock = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(clock, _time.GetUtcNow().ToUnixTimeMilliseconds());
        clock[2..].CopyTo(bytes);
        bytes[CallId.ShardOffset] = (byte)Shard;
        return CallId.FromBytes(bytes);
    }

    /// <summary>Makes the id of a key: 12 characters that are not mistaken for each other.</summary>
    public string NewKeyId()
    {
        Span<byte> bytes = stackalloc byte[12];
        _fill(bytes);
        Span<char> id = stackalloc char[bytes.Length];
        for (var i = 0; i < id.Length; i++) id[i] = KeyAlphabet[bytes[i] % KeyAlphabet.Length];
        return new string(id);
    }

    /// <summary>Makes the secret of a key: 256 random bits as 64 hex digits.</summary>
    public string NewSecret() => NewHex(32);

    /// <summary>A number from 0 to 1, 1 excluded, for what is left to chance.</summary>
    public double NextDouble()
    {
        Span<byte> bytes = stackalloc byte[8];
        _fill(bytes);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 11) * (1.0 / (1UL << 53));
    }

    private string NewHex(int size)
    {
        Span<byte> bytes = stackalloc byte[size];
        _fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
