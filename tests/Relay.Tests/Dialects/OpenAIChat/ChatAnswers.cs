using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>
/// Generates answers that the dialect can say: no two texts of one kind stand together unless the first is signed, for
/// nothing in a chunk tells them apart.
/// </summary>
internal static class ChatAnswers
{
    private static readonly Gen<Signature?> Signatures =
        RandomParts.Signatures(Dialect.Anthropic, Dialect.Gemini, Dialect.OpenAIResponses);

    private static readonly Gen<Citation> Sources =
        from source in RandomParts.Sources
        from start in Gen.Choose(0, 5)
        from length in Gen.Choose(0, 5)
        from quote in Gen.Elements<string?>(null, "words")
        select source with { Start = start, End = start + length, Quote = quote };

    private static readonly Gen<SinkPart> Texts =
        from words in RandomParts.Words(AnswerPartKind.Text, Signatures)
        from sources in Sources.ListOf()
        select new SinkPart(words.Head, words.Text, words.Signature, sources.Take(2));

    private static readonly Gen<SinkPart> Parts = Gen.OneOf(
        Texts,
        RandomParts.Words(AnswerPartKind.Reasoning, Signatures),
        RandomParts.SealedThoughts(Gen.Constant(true), Dialect.Anthropic),
        RandomParts.Words(AnswerPartKind.Refusal),
        RandomParts.Images,
        RandomParts.Calls(Signatures),
        RandomParts.Calls(Signatures));

    private static readonly Gen<Usage> Usages =
        from input in Gen.Choose(0, 1000)
        from output in Gen.Choose(0, 1000)
        from cached in RandomParts.Maybe(input)
        from written in RandomParts.Maybe(input)
        from reasoning in RandomParts.Maybe(output)
        from audio in RandomParts.Maybe(output)
        select new Usage { Input = input, Output = output, CachedInput = cached, CacheWriteInput = written, Reasoning = reasoning, AudioOutput = audio };

    /// <summary>Answers whose parts stand in any order.</summary>
    public static Arbitrary<AnswerSink> Arbitrary { get; } = (
        from parts in Parts.ListOf()
        from usage in Usages
        from reason in Gen.Elements(Enum.GetValues<FinishReason>())
        select AnswerSink.Of("a1", Apart(parts), usage, reason)).ToArbitrary();

    private static List<SinkPart> Apart(IEnumerable<SinkPart> parts)
    {
        var apart = new List<SinkPart>();
        var ids = new HashSet<string>();
        foreach (var part in parts)
        {
            if (part.Head.Kind == AnswerPartKind.ToolCall && !ids.Add(part.Head.Id)) continue;
            var isText = part.Head.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning or AnswerPartKind.Refusal;
            if (isText && part.Text.Length > 0 && apart is [.., { Signature: null } last] && last.Head.Kind == part.Head.Kind) continue;
            apart.Add(part);
        }

        return apart;
    }
}
