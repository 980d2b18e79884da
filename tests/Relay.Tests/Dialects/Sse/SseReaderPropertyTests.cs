using FsCheck;
using FsCheck.Fluent;

namespace Relay.Tests.Dialects.Sse;

/// <summary>However a stream is cut into pieces, its events are the same, and no byte of them is changed.</summary>
public sealed class SseReaderPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<string> Line = Gen.Elements(
        "data: {\"a\":1}", "data:x", "data", "data:", "data:  two", "data: Grüße 😀 日本", ": comment", ":", "event: delta", "id: 7",
        "retry", "database: no", "Data: no", "data : no", " data: no", "unknown: x", "data: [DONE]", "data: a:b");

    private static readonly Gen<string> End = Gen.Elements("\n", "\n", "\r\n", "\r");

    private static readonly Arbitrary<(string Stream, int[] Sizes)> Streams = (
        from lines in Gen.OneOf(Line, Line, Gen.Constant("")).ListOf()
        from ends in End.ArrayOf(lines.Count)
        from last in Gen.Elements("", "", "data: half", "\n", "\r", "da")
        from sizes in Gen.Choose(1, 12).NonEmptyListOf()
        select (string.Concat(lines.Zip(ends, string.Concat)) + last, sizes.ToArray())).ToArbitrary();

    [Fact]
    public void AnyPieces_GiveTheSameEvents() => Prop.ForAll(Streams, given =>
    {
        var inPieces = Read(given.Stream, given.Sizes);
        Assert.Equal(Read(given.Stream, int.MaxValue), inPieces);
        Assert.Equal(Read(given.Stream, 1), inPieces);
    }).Check(Many);

    [Fact]
    public void AllEventsTogether_AreTheStream_SaveAnEventThatDidNotComeWhole() => Prop.ForAll(Streams, given =>
    {
        var taken = string.Concat(Read(given.Stream, given.Sizes).Select(one => one.Raw));
        Assert.StartsWith(taken, given.Stream, StringComparison.Ordinal);
        Assert.Empty(SimpleEvents(given.Stream[taken.Length..]));
    }).Check(Many);

    [Fact]
    public void AnyStream_IsReadAsTheSpecificationSays() => Prop.ForAll(Streams, given =>
        Assert.Equal(SimpleEvents(given.Stream), Read(given.Stream, given.Sizes).Select(one => one.Data))).Check(Many);

    // The specification's steps one after the other, over the whole text at once. Every blank line ends an event here.
    private static List<string> SimpleEvents(string stream)
    {
        var events = new List<string>();
        var data = new List<string>();
        var lines = stream.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        foreach (var line in lines[..^1])
        {
            if (line.Length == 0)
            {
                events.Add(string.Join('\n', data));
                data.Clear();
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
            if (field == "data") data.Add(value.StartsWith(' ') ? value[1..] : value);
        }

        return events;
    }

    private static List<(string Raw, string Data)> Read(string stream, params int[] sizes) =>
        EventTexts.ReadAsync(stream, sizes).GetAwaiter().GetResult();
}
