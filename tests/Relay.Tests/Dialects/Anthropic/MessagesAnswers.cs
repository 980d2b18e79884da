using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Generates answers that the dialect can say.</summary>
internal static class MessagesAnswers
{
    private static readonly Gen<Signature?> Signatures =
        RandomParts.Signatures(Dialect.Anthropic, Dialect.Gemini, Dialect.OpenAIResponses);

    private static readonly Gen<Citation> Sources =
        from url in Gen.Elements<string?>("https://a.example/?q=\"1\"", "https://b.example/", null)
        from title in Gen.Elements<string?>(null, "Über A")
        from quote in Gen.Elements<string?>(null, "words")
        where url is not null || title is not null || quote is not null
        select new Citation(url, title) { Quote = quote };

    // A source stands for the whole of its block.
    private static readonly Gen<SinkPart> Texts =
        from words in RandomParts.Words(AnswerPartKind.Text)
        from sources in Sources.ListOf()
        select new SinkPart(words.Head, words.Text, null, sources.Select(source => source with { Start = 0, End = words.Text.Length }));

    private static readonly Gen<SinkPart> Parts = Gen.OneOf(
        Texts,
        Texts,
        RandomParts.Words(AnswerPartKind.Reasoning, Signatures),
        RandomParts.SealedThoughts(Gen.Constant(true), Dialect.Anthropic, Dialect.OpenAIResponses),
        RandomParts.SealedThoughts(Gen.Constant(false), Dialect.Anthropic, Dialect.Gemini),
        RandomParts.Calls(Signatures));

    private static readonly Gen<Usage> Usages =
        from fresh in Gen.Choose(0, 100_000)
        from cached in RandomParts.Maybe(1000)
        from written in RandomParts.Maybe(1000)
        from hour in Gen.Elements(true, false)
        from output in Gen.Choose(0, 100_000)
        from reasoning in RandomParts.Maybe(1000)
        select new Usage
        {
            Input = fresh + (cached ?? 0) + (written ?? 0),
            CachedInput = cached,
            CacheWriteInput = written,
            CacheWrite1hInput = hour ? written / 2 : null,
            Output = output,
            Reasoning = reasoning,
        };

    private static readonly Gen<FinishReason> Reasons =
        Gen.Elements(Enum.GetValues<FinishReason>().Except([FinishReason.Stop, FinishReason.ContentFilter, FinishReason.Other]).ToArray());

    /// <summary>Answers whose parts stand in any order.</summary>
    public static Arbitrary<AnswerSink> Arbitrary { get; } = (
        from parts in Parts.ListOf()
        from usage in Usages
        from reason in Reasons
        from id in Gen.Elements("msg_1", "made \"up\"")
        select AnswerSink.Of(id, parts, usage, reason)).ToArbitrary();
}
