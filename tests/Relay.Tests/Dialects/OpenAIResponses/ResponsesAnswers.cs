using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Generates answers that the dialect can say.</summary>
internal static class ResponsesAnswers
{
    private static readonly Gen<Signature?> Signatures = RandomParts.Signatures(Enum.GetValues<Dialect>());

    private static readonly Gen<Citation> Sources =
        from source in RandomParts.Sources
        from start in Gen.Choose(0, 5)
        from length in Gen.Choose(0, 5)
        select source with { Start = start, End = start + length };

    private static readonly Gen<SinkPart> Texts =
        from words in RandomParts.Words(AnswerPartKind.Text, Signatures)
        from sources in Sources.ListOf()
        select new SinkPart(words.Head, words.Text, words.Signature, sources.Take(3));

    private static readonly Gen<SinkPart> Parts = Gen.OneOf(
        Texts,
        Texts,
        RandomParts.Words(AnswerPartKind.Reasoning, Signatures),
        RandomParts.SealedThoughts(Gen.Elements(true, false), Dialect.Anthropic, Dialect.Gemini),
        RandomParts.Words(AnswerPartKind.Refusal),
        RandomParts.Images,
        RandomParts.Calls(Signatures),
        RandomParts.Calls(Signatures));

    private static readonly Gen<Usage> Usages =
        from input in Gen.Choose(0, 1000)
        from output in Gen.Choose(0, 1000)
        from cached in Gen.Choose(0, input)
        from written in RandomParts.Maybe(input)
        from reasoning in Gen.Choose(0, output)
        from audio in RandomParts.Maybe(output)
        select new Usage { Input = input, Output = output, CachedInput = cached, CacheWriteInput = written, Reasoning = reasoning, AudioOutput = audio };

    /// <summary>Answers whose parts stand in any order.</summary>
    public static Arbitrary<AnswerSink> Arbitrary { get; } = (
        from parts in Parts.ListOf()
        from usage in Usages
        from reason in Gen.Elements(Enum.GetValues<FinishReason>())
        select AnswerSink.Of("resp_a1", parts, usage, reason)).ToArbitrary();

    /// <summary>The parts as a provider of the dialect would have said them: a seal is opaque, and one on text stands behind it.</summary>
    public static string Carried(IEnumerable<SinkPart> parts) => string.Join('\n', parts.SelectMany(Carried));

    private static IEnumerable<SinkPart> Carried(SinkPart part)
    {
        var seal = part.Signature is { } signature
            ? new Signature(Dialect.OpenAIResponses, signature.Dialect == Dialect.OpenAIResponses ? signature.Value : signature.Pack())
            : null;
        var head = part.Head with { Id = SignedId.Join(part.Head.Id, part.Head.Signature), Signature = null };
        var isText = head.Kind == AnswerPartKind.Text;
        yield return new SinkPart(head, part.Text, isText ? null : seal, part.Citations);
        if (isText && seal is not null) yield return new SinkPart(new AnswerPart(AnswerPartKind.Reasoning), "", seal);
    }
}
