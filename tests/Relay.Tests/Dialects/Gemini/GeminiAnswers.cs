using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Random answers in the promised order, of what Gemini's form can say.</summary>
internal static class GeminiAnswers
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
        new(Dialect.Gemini, "EpEgCo4gAb4+9vs="),
        new(Dialect.Anthropic, "Er0B+/="),
        new(Dialect.Anthropic, "redacted", IsRedacted: true),
        new(Dialect.OpenAIResponses, "gAAAA-_"));

    private static readonly Gen<string> Objects = Gen.Elements(
        "{}", """{"a":1.50,"b":[true,null,"\u00fc\n\"x\""]}""", """{"deep":{"deep":{"deep":["😀"]}}, "spaced" : "\\" }""");

    private static readonly Gen<long?> Counts = Gen.OneOf(Gen.Constant((long?)null), Gen.Choose(0, 1000).Select(count => (long?)count));

    private static readonly Gen<GeminiPart> Spoken =
        from isThought in Gen.Elements(true, false)
        from text in Texts
        from signature in Signatures
        where text.Length > 0 || signature is not null
        select new GeminiPart(new AnswerPart(isThought ? AnswerPartKind.Reasoning : AnswerPartKind.Text), text, signature, []);

    private static readonly Gen<GeminiPart> Calls =
        from tool in Gen.Elements(Tools)
        from id in Gen.Elements("call_1", "toolu_01", "x-y_Z")
        from signature in Signatures
        from arguments in Objects
        from text in Texts
        select new GeminiPart(
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

    private static readonly Gen<GeminiPart> Images =
        from signature in Signatures
        select new GeminiPart(new AnswerPart(AnswerPartKind.Image) { MediaType = "image/png" }, "iVBORw0KGgo=", signature, []);

    private static readonly Gen<Citation> Citations =
        from url in Gen.Elements("https://a.example/?q=\"1\"", "https://b.example/")
        from title in Gen.Elements<string?>(null, "Über A")
        from quote in Gen.Elements<string?>(null, "words")
        from place in Gen.Elements(true, false)
        select new Citation(url, title) { Quote = quote, Start = place ? 0 : null, End = place ? 1 : null };

    private static readonly Gen<Usage?> Usages =
        from input in Gen.Choose(0, 100_000)
        from cached in Counts
        from audio in Counts
        from output in Gen.Choose(0, 100_000)
        from reasoning in Counts
        from audioOut in Counts
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

    /// <summary>The answers.</summary>
    public static readonly Arbitrary<GeminiSink> Arbitrary =
        (from parts in Gen.OneOf(Spoken, Spoken, Calls, Images).ListOf()
         from citations in Citations.ListOf()
         from usage in Usages
         from reason in Gen.Elements(FinishReason.Stop, FinishReason.Length, FinishReason.ContentFilter, FinishReason.Other)
         from id in Gen.Elements("resp_1", "made \"up\"")
         select Play(parts, citations, usage, reason, id)).ToArbitrary();

    private static GeminiSink Play(
        IEnumerable<GeminiPart> parts, IEnumerable<Citation> citations, Usage? usage, FinishReason reason, string id)
    {
        var list = Joined(parts);
        // Sources come with the end of a stream, and so belong to the text that is last.
        if (list is [.., { Head.Kind: AnswerPartKind.Text, Content: not "" }])
        {
            // A place between the halves of a character is none.
            var end = char.IsSurrogate(list[^1].Content[0]) ? 2 : 1;
            list[^1].Citations.AddRange(
                from citation in citations
                orderby citation.End is null
                select citation with { End = citation.End is null ? null : end });
        }

        if (reason == FinishReason.Stop && list.Exists(part => part.Head.Kind == AnswerPartKind.ToolCall)) reason = FinishReason.ToolCalls;

        var sink = new GeminiSink();
        sink.Begin(id, "gemini-3");
        foreach (var part in list)
        {
            sink.BeginPart(part.Head);
            sink.Append(Encoding.UTF8.GetBytes(part.Content));
            foreach (var citation in part.Citations) sink.Cite(citation);
            if (part.Signature is { } signature) sink.Sign(signature);
            sink.EndPart();
        }

        if (usage is { } counted) sink.Report(counted);
        sink.Finish(reason, null);
        sink.End();
        return sink;
    }

    // Nothing but a signature parts two texts of one kind, or a text from a signature that has none.
    private static List<GeminiPart> Joined(IEnumerable<GeminiPart> parts)
    {
        var list = new List<GeminiPart>();
        foreach (var part in parts)
        {
            if (list is [.., var last] && last.Head == part.Head && last.Signature is null
                && part.Head.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning)
                list[^1] = part with { Content = last.Content + part.Content, Citations = [] };
            else list.Add(part with { Citations = [] });
        }

        return list;
    }
}
