using System.Buffers.Text;
using System.Text;
using Relay.Ledger;

namespace Relay.Tests.Ledger;

public sealed class RecordCursorTests
{
    [Fact]
    public void WhatWasWritten_IsReadAgain()
    {
        var id = TestIds.Make(new ManualTimeProvider()).NewCallId();
        var cursor = new RecordCursor(new(2026, 12, 31, 23, 0, 0, TimeSpan.Zero), id.Row);
        Assert.True(RecordCursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor.ToString());
    }

    public static TheoryData<string> Hostile() =>
    [
        "", " ", "x", "====", "%", "null", new string('A', 201), "\ud800", "😀",
        .. new[]
        {
            "", "/", "2026010100", "2026010100/", "/row", "2026010100/a/b", "2026010124/row", "2026130100/row", "0000010100/row",
            "26010100/row", "2026010100/ro w", "2026010100/ro\0w", "2026010100/é", "+026010100/row", "2026010100 /row",
        }.Select(text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))),
        Base64Url.EncodeToString([0xFF, 0xFE, 0x2F, 0xC0]),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void WhatIsNoCursor_IsRefused(string text) => Assert.False(RecordCursor.TryParse(text, out _));

    [Fact]
    public void NoTextAtAll_Throws()
    {
        var random = new Random(7);
        Span<byte> bytes = stackalloc byte[40];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            var text = string.Concat(bytes[..random.Next(bytes.Length)].ToArray().Select(b => (char)(b & 0x7F)));
            Assert.False(RecordCursor.TryParse(text, out _));
            Assert.False(RecordCursor.TryParse(Base64Url.EncodeToString(bytes)[..random.Next(40)], out _));
        }
    }
}
