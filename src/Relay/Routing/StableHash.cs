using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Relay.Routing;

/// <summary>
/// A fast hash that is the same in every process and on every machine, so that all instances send a session to the same
/// target. Not for secrets: who knows it can find texts of one hash.
/// </summary>
/// <remarks>Sixteen bytes a step, multiplied to 128 bits and folded: the core of wyhash, https://github.com/wangyi-fudan/wyhash</remarks>
internal static class StableHash
{
    // Constants of wyhash: odd, with 32 bits set.
    private const ulong Secret0 = 0xa0761d6478bd642f;
    private const ulong Secret1 = 0xe7037ed1a0b428db;
    private const ulong Secret2 = 0x8ebc6af09c88c6e3;

    /// <summary>The hash of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="seed">The hash of what came before; 0 for nothing.</param>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = seed ^ Secret0;
        var rest = bytes;
        for (; rest.Length > 16; rest = rest[16..])
        {
            hash = Fold(
                BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ Secret1,
                BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ hash);
        }

        Span<byte> last = stackalloc byte[16];
        last.Clear();
        rest.CopyTo(last);
        hash = Fold(
            BinaryPrimitives.ReadUInt64LittleEndian(last) ^ Secret1,
            BinaryPrimitives.ReadUInt64LittleEndian(last[8..]) ^ hash);
        return Fold(hash ^ Secret2, (ulong)bytes.Length ^ Secret1);
    }

    /// <summary>The hash of a text's UTF-16.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0) => Of(MemoryMarshal.AsBytes(text), seed);

    /// <summary>
    /// A number between 0 and 1, neither of which it is, that two hashes have together: even over many of either, and
    /// not to be told from chance.
    /// </summary>
    public static double Draw(ulong one, ulong other) =>
        ((Fold(one ^ Secret1, other ^ Secret2) >> 11) + 0.5) * (1.0 / (1UL << 53));

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
