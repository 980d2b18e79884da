using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Random answers in the promised order, of what the form of Messages can say.</summary>
internal static class MessagesAnswers
{
    /// <summary>The tools that calls are of.</summary>
    public static readonly Tool[] Tools =
    [
        new(ToolKind.Function, "read_file"),
        new(ToolKind.Function, "wait") { Namespace = "clock" },
        new(ToolKind.Custom, "apply_patch"),
    ];

    private static readonly Gen<string> Texts =
        from runes in Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF)).ListOf()
        select string.Concat(runes.Select(char.ConvertFromUtf32));

    private static readonly Gen<Signature?> Signatures = Gen.Elements<Signature?>(
        null,
        new(Dialect.Anthropic, "Er0B+/="),
        new(Dialect.Gemini, "EpEgCo4gAb4+9vs="),
        new(Dialect.OpenAIResponses, "gAAAA-_"));

    private static readonly Gen<string> Objects = Gen.Elements(
        "{}", """{"a":1.50,"b":[true,null,"\u00fc\n\"x\""]}""", """{"deep":{"deep":{"deep":["😀"]}}, "spaced" : "\\" }""");

    private static readonly Gen<long?> Counts = Gen.OneOf(Gen.Constant((long?)null), Gen.Choose(0, 1000).Select(count => (long?)count));

    private static readonly Gen<Citation> Citations =
        from url in Gen.Elements<string?>("https://a.example/?q=\"1\"", "https://b.example/", null)
        from title in Gen.Elements<string?>(null, "Über A")
        from quote in Gen.Elements<string?>(null, "words")
        where url is not null || title is not null || quote is not null
        select new Citation(url, title) { Quote = quote };

    private static readonly Gen<MessagesPart> Spoken =
        from text in Texts
        from citations in Citations.ListOf()
        where text.Length > 0
        select new MessagesPart(
            new AnswerPart(AnswerPartKind.Text), text, null, [.. citations.Select(citation => citation with { Start = 0, End = text.Length })]);

    private static readonly Gen<MessagesPart> Thoughts =
        from text in Texts
        from signature in Signatures
        where text.Length > 0 || signature is not null
        select new MessagesPart(new AnswerPart(AnswerPartKind.Reasoning), text, signature, []);

    private static readonly Gen<MessagesPart> Redacted =
        from dialect in Gen.Elements(Dialect.Anthropic, Dialect.OpenAIResponses)
        select new MessagesPart(new AnswerPart(AnswerPartKind.Reasoning), "", new Signature(dialect, "EmwK+/=", IsRedacted: true), []);

    private static readonly Gen<MessagesPart> Calls =
        from tool in Gen.Elements(Tools)
        from id in Gen.Elements("call_1", "toolu_01", "x-y_Z")
        from signature in Signatures
        from arguments in Objects
        from text in Texts
        select new MessagesPart(
            new AnswerPart(AnswerPartKind.ToolCall)
            {
                Id = id,
                Name = tool.Name,
                Namespace = tool.Namespace,
                IsCustom = tool.Kind == ToolKind.Custom,
                Signature = signature,
            },
            tool.Kind == ToolKind.Custom ? text : arguments,
            null,
            []);

    private static readonly Gen<Usage> Usages =
        from fresh in Gen.Choose(0, 100_000)
        from cached in Counts
        from written in Counts
        from hour in Gen.Elements(true, false)
        from output in Gen.Choose(0, 100_000)
        from reasoning in Counts
        select new Usage
        {
            Input = fresh + (cached ?? 0) + (written ?? 0),
            CachedInput = cached,
            CacheWriteInput = written,
            CacheWrite1hInput = hour ? written / 2 : null,
            Output = output,
            Reasoning = reasoning,
        };

    /// <summary>The answers.</summary>
    public static readonly Arbitrary<MessagesSink> Arbitrary =
        (from parts in Gen.OneOf(Spoken, Spoken, Thoughts, Redacted, Calls).ListOf()
         from usage in Usages
         from reason in Gen.Elements(Enum.GetValues<FinishReason>().Except([FinishReason.Stop, FinishReason.ContentFilter, FinishReason.Other]).ToArray())
         from id in Gen.Elements("msg_1", "made \"up\"")
         select Play(parts, usage, reason, id)).ToArbitrary();

    private static MessagesSink Play(IEnumerable<MessagesPart> parts, Usage usage, FinishReason reason, string id)
    {
        var sink = new MessagesSink();
        sink.Begin(id, "claude-x");
        foreach (var part in parts)
        {
            sink.BeginPart(part.Head);
            sink.Append(Encoding.UTF8.GetBytes(part.Content));
            foreach (var citation in part.Citations) sink.Cite(citation);
            if (part.Signature is { } signature) sink.Sign(signature);
            sink.EndPart();
        }

        sink.Report(usage);
        sink.Finish(reason, reason == FinishReason.StopSequence ? "\"END\"" : null);
        sink.End();
        return sink;
    }
}
