using FsCheck;
using FsCheck.Fluent;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>
/// Generates chat requests as text: members in any order and more than once, names in escapes, any white space, the
/// names that matter at every depth, and values of every kind.
/// </summary>
internal static class ChatBodies
{
    private static readonly Gen<string> Space = Gen.Elements("", "", "", " ", "\n", "\t", "\r\n  ");

    private static readonly Gen<string> Text =
        from parts in Gen.Elements(
            "a", "model", "stream", "\\\"}", "\\n", "\\\\", "\\/", "\\u0000", "é", "日本", "😀",
            "\\ud83d\\ude00", "{", "}", "[", "]", ",", ":", "//", " ").ArrayOf()
        select $"\"{string.Concat(parts)}\"";

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text, Gen.Elements("0", "-1", "1.50e+10", "12345678901234567890", "-0.0", "true", "false", "null"));

    private static readonly Gen<string> Name = Gen.OneOf(
        Text, Spelled("model"), Spelled("stream"), Spelled("stream_options"), Spelled("include_usage"));

    private static readonly Gen<string> ModelMember = Member(Spelled("model"), from text in Text
                                                                               select $"\"m{text[1..]}");

    private static readonly Gen<string> StreamMember =
        Member(Spelled("stream"), Gen.Elements("true", "true", "true", "false", "null"));

    private static readonly Gen<string> StreamOptionsMember = Member(
        Spelled("stream_options"),
        Gen.OneOf(
            Gen.Constant("null"),
            Object(Gen.OneOf(
                Member(Spelled("include_usage"), Gen.OneOf(Gen.Elements("true", "false", "null"), Value(1))),
                Member(Text, Value(1))))));

    private static readonly Gen<string> OtherMember = Member(
        from text in Text
        select $"\"x{text[1..]}", Value(3));

    /// <summary>A request that is to be accepted.</summary>
    public static Arbitrary<string> Arbitrary { get; } = (
        from models in ModelMember.NonEmptyListOf()
        from streams in UpTo(2, StreamMember)
        from options in UpTo(2, StreamOptionsMember)
        from others in OtherMember.ListOf()
        from members in Gen.Shuffle(models.Take(2).Concat(streams).Concat(options).Concat(others).ToArray())
        from before in Space
        from after in Space
        from inside in Space
        select $"{before}{{{inside}{string.Join(',', members)}}}{after}").ToArbitrary();

    private static Gen<string> Value(int depth) => depth == 0 ? Scalar : Gen.OneOf(
        Scalar, Array(Value(depth - 1)), Object(Member(Name, Value(depth - 1))));

    private static Gen<string> Member(Gen<string> name, Gen<string> value) =>
        from a in Space
        from n in name
        from b in Space
        from c in Space
        from v in value
        from d in Space
        select $"{a}{n}{b}:{c}{v}{d}";

    private static Gen<string> Object(Gen<string> member) =>
        from space in Space
        from members in UpTo(3, member)
        select $"{{{space}{string.Join(',', members)}}}";

    private static Gen<string> Array(Gen<string> item) =>
        from space in Space
        from items in UpTo(3, item)
        select $"[{space}{string.Join(',', items)}]";

    // Any letter of it may stand as an escape.
    private static Gen<string> Spelled(string name) =>
        from escaped in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Elements(true, false))).ArrayOf(name.Length)
        select $"\"{string.Concat(name.Select((letter, i) => escaped[i] ? $"\\u{(int)letter:x4}" : $"{letter}"))}\"";

    private static Gen<string[]> UpTo(int most, Gen<string> gen) =>
        from count in Gen.Choose(0, most)
        from items in gen.ArrayOf(count)
        select items;
}
