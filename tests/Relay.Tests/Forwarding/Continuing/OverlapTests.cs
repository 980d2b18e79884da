using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Forwarding.Continuing;

namespace Relay.Tests.Forwarding.Continuing;

public sealed class OverlapTests
{
    private const string Text = "Once upon a time there was";

    // Few letters, so that repetitions by chance are many; white space and letters of several bytes among them.
    private static readonly Gen<string> Any =
        from count in Gen.Choose(0, 60)
        from letters in Gen.Elements("a", "b", " ", "\n", "ä", "語", "😀").ArrayOf(count)
        select string.Concat(letters);

    private static readonly Gen<string> Some = Any.Where(static text => text.Trim(' ', '\n').Length > 0);

    [Theory]
    // Nothing is repeated.
    [InlineData(Text, " a fox.", 0, " a fox.")]
    [InlineData(Text, "a fox.", 0, "a fox.")]
    // Its end is, or all of it.
    [InlineData(Text, "upon a time there was a fox.", 0, " a fox.")]
    [InlineData(Text, Text + " a fox.", 0, " a fox.")]
    [InlineData(Text, Text, 0, "")]
    // Too little to be more than chance; unless it was asked for.
    [InlineData(Text, "there was a fox.", 0, "there was a fox.")]
    [InlineData(Text, "there was a fox.", 9, " a fox.")]
    [InlineData(Text, "was a fox.", 9, "was a fox.")]
    [InlineData("a", "a", 0, "")]
    [InlineData("{\n            }\n            }", "\n            }\n}", 0, "\n            }\n}")]
    // White space at the end is there once.
    [InlineData("a b ", " c", 0, "c")]
    [InlineData("a b ", "c", 0, "c")]
    [InlineData("a b\n", "\n\nc", 0, "\nc")]
    [InlineData("a b", " c", 0, " c")]
    [InlineData(Text + " ", Text + " a fox.", 0, "a fox.")]
    [InlineData(Text + " ", Text + "\n\na fox.", 0, "\n\na fox.")]
    [InlineData(" \n", "a", 0, "a")]
    public void WhatIsRepeated_IsLeftOut(string text, string next, int asked, string rest) => Assert.Equal(rest, Join(text, [next], asked));

    [Fact]
    public void TheLongestRepetition_Counts()
    {
        const string Line = "the same line as before\n";
        Assert.Equal("!", Join("x\n" + Line + Line, [Line + Line + "!"], 0));
    }

    [Fact]
    public void AnEnd_IsLookedForInItsWindow_AndAllOfALongTextAtAnyLength()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(static number => $"{number} "));
        Assert.Equal("and on", Join(text, [text + "and on"], 0));
        var end = text[^2000..];
        Assert.Equal("and on", Join(text, [end + "and on"], 0));
        end = text[^(Overlap.Window + 100)..];
        Assert.Equal(end, Join(text, [end], 0));
    }

    [Fact]
    public void HowItComesInPieces_MakesNoDifference() => Prop.ForAll(
        (from text in Some from next in Any from asked in Gen.Choose(0, 20) from size in Gen.Choose(1, 9) select (text, next, asked, size)).ToArbitrary(),
        sample => Assert.Equal(
            Join(sample.text, [sample.next], sample.asked),
            Join(sample.text, Pieces(sample.next, sample.size), sample.asked))).QuickCheckThrowOnFailure();

    [Fact]
    public void WhatIsLeftOut_IsTheEndOfTheText_AndNothingElseIsLost() => Prop.ForAll(
        (from text in Some from next in Any from asked in Gen.Choose(0, 20) select (text, next, asked)).ToArbitrary(),
        sample =>
        {
            var rest = Join(sample.text, [sample.next], sample.asked);
            Assert.EndsWith(rest, sample.next, StringComparison.Ordinal);
            var left = sample.next[..^rest.Length].TrimEnd(' ', '\n');
            Assert.EndsWith(left, sample.text.TrimEnd(' ', '\n'), StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AModelThatRepeatsWhatItWasAsked_IsJoinedWithoutASeam() => Prop.ForAll(
        (from text in Some from more in Any from size in Gen.Choose(1, 9) from part in Gen.Choose(1, 100) select (text, more, size, part)).ToArbitrary(),
        sample =>
        {
            // A number of its own at the seam, so that nothing but the repetition is the same by chance.
            var text = sample.text.Trim(' ', '\n') + "1";
            var start = text.Length * (sample.part - 1) / 100;
            if (char.IsLowSurrogate(text[start])) start--;
            var next = text[start..] + "2" + sample.more;
            var asked = Encoding.UTF8.GetByteCount(text[start..]);
            Assert.Equal("2" + sample.more, Join(text, Pieces(next, sample.size), asked));
        }).QuickCheckThrowOnFailure();

    private static List<string> Pieces(string text, int size) =>
        [.. text.EnumerateRunes().Chunk(size).Select(static runes => string.Concat(runes.Select(static rune => rune.ToString())))];

    // As the joint does it: what comes is kept until it is decided, and passes from then on.
    private static string Join(string text, List<string> pieces, int asked)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var kept = "";
        for (var i = 0; i <= pieces.Count; i++)
        {
            var isAll = i == pieces.Count;
            if (!isAll) kept += pieces[i];
            if (!Overlap.TryDecide(bytes, Encoding.UTF8.GetBytes(kept), asked, isAll, out var repeated)) continue;
            var rest = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept).AsSpan(repeated));
            return rest + string.Concat(pieces.Skip(i + 1));
        }

        throw new InvalidOperationException("It was not decided.");
    }
}
