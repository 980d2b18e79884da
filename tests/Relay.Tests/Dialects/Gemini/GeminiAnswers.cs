using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Generates answers that the dialect can say.</summary>
internal static class GeminiAnswers
{
    private static readonly Gen<Signature?> Signatures = Gen.OneOf(
        RandomParts.Signatures(Dialect.Gemini, Dialect.Anthropic, Dialect.OpenAIResponses),
        Gen.Constant<Signature?>(new(Dialect.Anthropic, "redacted", IsRedacted: true)));

    private static readonly Gen<SinkPart> Sealed =
        from words in Gen.OneOf(RandomParts.Words(AnswerPartKind.Text), RandomParts.Words(AnswerPartKind.Reasoning), RandomParts.Images)
        from isSilent in Gen.Elements(true, false, false)
        from signature in Signatures
        select isSilent && signature is not null && words.Head.Kind != AnswerPartKind.Image
            ? new SinkPart(words.Head, "", signature)
            : new SinkPart(words.Head, words.Text, signature);

    private static readonly Gen<Citation> Sources =
        from source in RandomParts.Sources
        from quote in Gen.Elements<string?>(null, "words")
        from place in Gen.Elements(true, false)
        select source with { Quote = quote, Start = place ? 0 : null, End = place ? 1 : null };

    private static readonly Gen<Usage?> Usages =
        from input in Gen.Choose(0, 100_000)
        from cached in RandomParts.Maybe(1000)
        from audio in RandomParts.Maybe(1000)
        from output in Gen.Choose(0, 100_000)
        from reasoning in RandomParts.Maybe(1000)
        from audioOut in RandomParts.Maybe(1000)
        from any in Gen.Elements(true, true, false)
        select any
            ? new Usage
            {
                Input = input + 2000,
                CachedInput = cached,
                AudioInput = audio,
                CachedAudioInput = cached is null || audio is null ? null : Math.Min(cached.Value, audio.Value),
                Output = output + 2000,
                Reasoning = reasoning,
                AudioOutput = audioOut,
            }
            : (Usage?)null;

    /// <summary>Answers whose parts stand in any order.</summary>
    public static Arbitrary<AnswerSink> Arbitrary { get; } = (
        from parts in Gen.OneOf(Sealed, Sealed, Sealed, RandomParts.Calls(Signatures)).ListOf()
        from sources in Sources.ListOf()
        from usage in Usages
        from reason in Gen.Elements(FinishReason.Stop, FinishReason.Length, FinishReason.ContentFilter, FinishReason.Other)
        from id in Gen.Elements("resp_1", "made \"up\"")
        select AnswerSink.Of(id, Sourced(Joined(parts), sources), usage, Said(reason, parts))).ToArbitrary();

    private static FinishReason Said(FinishReason reason, IEnumerable<SinkPart> parts) =>
        reason == FinishReason.Stop && parts.Any(part => part.Head.Kind == AnswerPartKind.ToolCall) ? FinishReason.ToolCalls : reason;

    // Sources come with the end of a stream, and so belong to the text that is last.
    private static List<SinkPart> Sourced(List<SinkPart> parts, IEnumerable<Citation> sources)
    {
        if (parts is not [.., { Head.Kind: AnswerPartKind.Text, Text: not "" } last]) return parts;
        // A place between the halves of a character is none.
        var end = char.IsSurrogate(last.Text[0]) ? 2 : 1;
        last.Citations.AddRange(
            from source in sources
            orderby source.End is null
            select source with { End = source.End is null ? null : end });
        return parts;
    }

    // Nothing but a signature parts two texts of one kind, or a text from a signature that has none.
    private static List<SinkPart> Joined(IEnumerable<SinkPart> parts)
    {
        var list = new List<SinkPart>();
        foreach (var part in parts)
        {
            if (list is [.., var last] && last.Head == part.Head && last.Signature is null
                && part.Head.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning)
                list[^1] = new SinkPart(part.Head, last.Text + part.Text, part.Signature);
            else list.Add(new SinkPart(part.Head, part.Text, part.Signature));
        }

        return list;
    }
}
