using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>Random parts of answers, and what they are made of; each dialect takes what its form can say.</summary>
internal static class RandomParts
{
    /// <summary>The tools that calls are of.</summary>
    public static readonly Tool[] Tools =
    [
        new(ToolKind.Function, "read_file"),
        new(ToolKind.Function, "wait") { Namespace = "clock" },
        new(ToolKind.Custom, "apply_patch"),
    ];

    /// <summary>Words that break forms, and any characters at all; never nothing.</summary>
    public static readonly Gen<string> Texts = Gen.OneOf(
        from pieces in Gen.Elements("a", " ", "\n", "\"", "\\", "é", "日本", "😀", "\u2028", "</script>", "{", "}", "\u0001", "data: ").NonEmptyListOf()
        select string.Concat(pieces),
        from runes in Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF)).NonEmptyListOf()
        select string.Concat(runes.Select(char.ConvertFromUtf32)));

    /// <summary>Sources, without the places that they stand for.</summary>
    public static readonly Gen<Citation> Sources =
        from url in Gen.Elements("https://example.com/a?b=1&c", "https://a.example/?q=\"1\"")
        from title in Gen.Elements("T", "\"Ü\"")
        select new Citation(url, title);

    /// <summary>A picture, whole.</summary>
    public static readonly Gen<SinkPart> Images =
        from base64 in Gen.Elements("iVBORw0KGgo=", "/9j/+A==")
        from type in Gen.Elements("image/png", "image/jpeg")
        select new SinkPart(new AnswerPart(AnswerPartKind.Image) { MediaType = type }, base64);

    /// <summary>The arguments of a call, on one line.</summary>
    public static readonly Gen<string> Objects = Gen.OneOf(
        Gen.Elements("{}", """{"a":1.50,"b":[true,null,"\u00fc\n\"x\""]}""", """{"deep":{"deep":{"deep":["😀"]}}, "spaced" : "\\" }"""),
        from text in Texts select JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = text }));

    /// <summary>A count of what a provider may leave out: unknown, zero, or up to a number.</summary>
    public static Gen<long?> Maybe(int most) => Gen.OneOf(
        Gen.Constant<long?>(null), Gen.Constant<long?>(0), Gen.Choose(0, most).Select(number => (long?)number));

    /// <summary>No signature, or one that a provider of some dialect made.</summary>
    public static Gen<Signature?> Signatures(params Dialect[] dialects) => Gen.OneOf(
        Gen.Constant<Signature?>(null),
        from value in Gen.Elements("s", "EqQB+/=", "a.b-c_d")
        from dialect in Gen.Elements(dialects)
        select (Signature?)new Signature(dialect, value));

    /// <summary>Words of a kind, signed or not.</summary>
    public static Gen<SinkPart> Words(AnswerPartKind kind, Gen<Signature?> signatures) =>
        from text in Texts
        from signature in signatures
        select new SinkPart(new AnswerPart(kind), text, signature);

    /// <summary>Words that are not signed.</summary>
    public static Gen<SinkPart> Words(AnswerPartKind kind) => Words(kind, Gen.Constant<Signature?>(null));

    /// <summary>Thoughts of which nothing but the seal is told.</summary>
    public static Gen<SinkPart> SealedThoughts(Gen<bool> redacted, params Dialect[] dialects) =>
        from value in Gen.Elements("r", "EmwK+/=")
        from dialect in Gen.Elements(dialects)
        from isRedacted in redacted
        select new SinkPart(new AnswerPart(AnswerPartKind.Reasoning), "", new Signature(dialect, value, isRedacted));

    /// <summary>A call of one of the tools.</summary>
    public static Gen<SinkPart> Calls(Gen<Signature?> signatures) =>
        from tool in Gen.Elements(Tools)
        from number in Gen.Choose(0, 1_000_000)
        from signature in signatures
        from arguments in Objects
        from text in Texts
        let isCustom = tool.Kind == ToolKind.Custom
        select new SinkPart(
            new AnswerPart(AnswerPartKind.ToolCall)
            {
                Id = $"call_{number}",
                Name = tool.Name,
                Namespace = tool.Namespace,
                IsCustom = isCustom,
                Signature = signature,
            },
            isCustom ? text : arguments);
}
