using Relay.Storage.Embedded;

namespace Relay.Tests.Storage.Embedded;

public sealed class JournalLineTests
{
    [Fact]
    public void TheChecksum_IsCrc32C()
    {
        // The check value of CRC-32/ISCSI, and 32 zero bytes from RFC 3720, B.4 (there in wire order).
        Assert.Equal(0xE3069283u, JournalLine.Checksum("123456789"u8));
        Assert.Equal(0x8A9136AAu, JournalLine.Checksum(new byte[32]));
    }

    [Fact]
    public void ASealedLine_IsSound_UntilAnyOfItsBitsIsAnother()
    {
        var line = JournalLine.MakeHeader()[..^1];
        Assert.True(JournalLine.IsSound(line));
        Assert.False(JournalLine.IsSound(line.AsSpan(..^1)));
        Assert.False(JournalLine.IsSound([]));

        for (var bit = 0; bit < line.Length * 8; bit++)
        {
            // A hexadecimal digit in upper case is the same digit.
            var mask = (byte)(1 << (bit % 8));
            if (bit < 64 && mask == 0x20 && char.IsAsciiLetter((char)line[bit / 8])) continue;
            line[bit / 8] ^= mask;
            Assert.False(JournalLine.IsSound(line), $"bit {bit}");
            line[bit / 8] ^= mask;
        }
    }
}
