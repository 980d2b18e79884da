using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>
/// Generates answers that the dialect can say: no two texts of one kind stand together unless the first is signed, for
/// nothing in a chunk tells them apart.
/// </summary>
internal static class ChatAnswers
{
    private static readonly Gen<string> Text =
        from pieces in Gen.Elements("a", " ", "\n", "\"", "\\", "é", "日本", "😀", "\u2028", "</script>", "{", "}", "\u0001", "data: ").NonEmptyListOf()
        select string.Concat(pieces);

    private static readonly Gen<Signature?> Signed = Gen.OneOf(
        Gen.Constant<Signature?>(null),
        from value in Gen.Elements("s", "EqQB+/=", "a.b-c_d")
        from dialect in Gen.Elements(Dialect.Anthropic, Dialect.Gemini, Dialect.OpenAIResponses)
        select (Signature?)new Signature(dialect, value));

    private static readonly Gen<Citation> Source =
        from start in Gen.Choose(0, 5)
        from length in Gen.Choose(0, 5)
        from quote in Gen.Elements<string?>(null, "words")
        select new Citation("https://example.com/a?b=1&c", "T") { Start = start, End = start + length, Quote = quote };

    private static readonly Gen<ChatSinkPart> TextPart =
        from text in Text
        from signature in Signed
        from sources in Source.ListOf()
        select Part(new AnswerPart(AnswerPartKind.Text), text, signature, sources.Take(2));

    private static readonly Gen<ChatSinkPart> ReasoningPart =
        from text in Text
        from signature in Signed
        select Part(new AnswerPart(AnswerPartKind.Reasoning), text, signature);

    private static readonly Gen<ChatSinkPart> RedactedPart =
        from value in Gen.Elements("r", "EqQB+/=")
        select Part(new AnswerPart(AnswerPartKind.Reasoning), "", new Signature(Dialect.Anthropic, value, IsRedacted: true));

    private static readonly Gen<ChatSinkPart> RefusalPart =
        from text in Text
        select Part(new AnswerPart(AnswerPartKind.Refusal), text);

    private static readonly Gen<ChatSinkPart> ImagePart =
        from base64 in Gen.Elements("iVBORw0KGgo=", "/9j/+A==")
        from type in Gen.Elements("image/png", "image/jpeg")
        select Part(new AnswerPart(AnswerPartKind.Image) { MediaType = type }, base64);

    private static readonly Gen<ChatSinkPart> CallPart =
        from number in Gen.Choose(0, 1_000_000)
        from isCustom in Gen.Elements(false, false, true)
        from text in Text
        from signature in Signed
        select Part(
            new AnswerPart(AnswerPartKind.ToolCall) { Id = $"c{number}", Name = "tool", IsCustom = isCustom, Signature = signature },
            isCustom ? text : System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = text }));

    private static readonly Gen<Usage> Counts =
        from input in Gen.Choose(0, 1000)
        from output in Gen.Choose(0, 1000)
        from cached in Maybe(input)
        from written in Maybe(input)
        from reasoning in Maybe(output)
        from audio in Maybe(output)
        select new Usage { Input = input, Output = output, CachedInput = cached, CacheWriteInput = written, Reasoning = reasoning, AudioOutput = audio };

    private static readonly Gen<FinishReason> Reason = Gen.Elements(
        FinishReason.Stop, FinishReason.Length, FinishReason.ToolCalls, FinishReason.ContentFilter, FinishReason.StopSequence,
        FinishReason.ContextFull, FinishReason.Pause, FinishReason.Refusal, FinishReason.Other);

    /// <summary>Answers whose parts stand in any order, with the seed for how they are cut into pieces.</summary>
    public static Arbitrary<(ChatSinkPart[] Parts, Usage Usage, FinishReason Reason, int Cuts)> Arbitrary { get; } = (
        from parts in Gen.OneOf(TextPart, ReasoningPart, RedactedPart, RefusalPart, ImagePart, CallPart, CallPart).ListOf()
        from usage in Counts
        from reason in Reason
        from cuts in Gen.Choose(1, 7)
        select (Apart(parts), usage, reason, cuts)).ToArbitrary();

    /// <summary>Pushes an answer, its text in pieces.</summary>
    public static void Push((ChatSinkPart[] Parts, Usage Usage, FinishReason Reason, int Cuts) answer, IAnswerSink sink)
    {
        sink.Begin("a1", "m1");
        foreach (var part in answer.Parts)
        {
            sink.BeginPart(part.Head);
            sink.Append([]);
            var runes = part.Text.EnumerateRunes().ToArray();
            for (var i = 0; i < runes.Length; i += answer.Cuts)
                sink.Append(Encoding.UTF8.GetBytes(string.Concat(runes.Skip(i).Take(answer.Cuts))));
            foreach (var source in part.Citations) sink.Cite(source);
            if (part.Signature is { } signature) sink.Sign(signature);
            sink.EndPart();
        }

        sink.Report(answer.Usage);
        sink.Finish(answer.Reason, null);
        sink.End();
    }

    private static Gen<long?> Maybe(int most) => Gen.OneOf(
        Gen.Constant<long?>(null), Gen.Constant<long?>(0), Gen.Choose(0, most).Select(number => (long?)number));

    private static ChatSinkPart[] Apart(IEnumerable<ChatSinkPart> parts)
    {
        var apart = new List<ChatSinkPart>();
        var ids = new HashSet<string>();
        foreach (var part in parts)
        {
            if (part.Head.Kind == AnswerPartKind.ToolCall && !ids.Add(part.Head.Id)) continue;
            var isText = part.Head.Kind is AnswerPartKind.Text or AnswerPartKind.Reasoning or AnswerPartKind.Refusal;
            if (isText && part.Text.Length > 0 && apart is [.., { Signature: null } last] && last.Head.Kind == part.Head.Kind) continue;
            apart.Add(part);
        }

        return [.. apart];
    }

    private static ChatSinkPart Part(AnswerPart head, string text, Signature? signature = null, IEnumerable<Citation>? sources = null)
    {
        var part = new ChatSinkPart(head) { Text = text, Signature = signature };
        part.Citations.AddRange(sources ?? []);
        return part;
    }
}
