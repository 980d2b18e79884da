using FsCheck;
using FsCheck.Fluent;
using Relay.Storage;

namespace Relay.Tests.Storage;

public sealed class TableKeyTests
{
    [Theory]
    [InlineData("gpt-5.4_mini:a~b", "gpt-5.4_mini:a~b")]
    [InlineData("a/b c", "a=2Fb=20c")]
    [InlineData("a=2Fb", "a=3D2Fb")]
    [InlineData("é", "=C3=A9")]
    [InlineData("😀", "=F0=9F=98=80")]
    [InlineData("\0", "=00")]
    [InlineData("", "=")]
    public void Text_IsEncodedSo(string text, string expected) => Assert.Equal(expected, TableKey.Encode(text));

    [Fact]
    public void TextThatIsNotUnicode_IsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => TableKey.Encode("a\ud800"));
        Assert.ThrowsAny<ArgumentException>(() => TableKey.Encode("\udc00b"));
    }

    [Fact]
    public void DifferentTexts_AreDifferentKeys_AndPassTheLimits()
    {
        var texts = ArbMap.Default.ArbFor<string>().Filter(text => text is { Length: < 50 });
        Prop.ForAll(texts, texts, (one, other) =>
        {
            var (first, second) = (TableKey.Encode(one), TableKey.Encode(other));
            TableLimits.Check("rows", new TableKey(first, second));
            Assert.Equal(one == other, first == second);
        }).QuickCheckThrowOnFailure();
    }
}
