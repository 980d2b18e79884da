using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Generates answers that the dialect can say.</summary>
internal static class ResponsesAnswers
{
    private static readonly Gen<string> Text =
        from pieces in Gen.Elements("a", " ", "\n", "\"", "\\", "é", "日本", "😀", "\u2028", "</script>", "{", "}", "\u0001", "data: ").NonEmptyListOf()
        select string.Concat(pieces);

    private static readonly Gen<Signature?> Signed = Gen.OneOf(
        Gen.Constant<Signature?>(null),
        from value in Gen.Elements("s", "EqQB+/=", "a.b-c_d")
        from dialect in Gen.Elements(Enum.GetValues<Dialect>())
        select (Signature?)new Signature(dialect, value));

    private static readonly Gen<Citation> Source =
        from start in Gen.Choose(0, 5)
        from length in Gen.Choose(0, 5)
        from title in Gen.Elements("T", "\"Ü\"")
        select new Citation("https://example.com/a?b=1&c", title) { Start = start, End = start + length };

    private static readonly Gen<ResponsesSinkPart> TextPart =
        from text in Text
        from signature in Signed
        from sources in Source.ListOf()
        select Part(new AnswerPart(AnswerPartKind.Text), text, signature, sources.Take(3));

    private static readonly Gen<ResponsesSinkPart> ReasoningPart =
        from text in Text
        from signature in Signed
        select Part(new AnswerPart(AnswerPartKind.Reasoning), text, signature);

    private static readonly Gen<ResponsesSinkPart> SealedPart =
        from value in Gen.Elements("r", "EqQB+/=")
        from dialect in Gen.Elements(Dialect.Anthropic, Dialect.Gemini)
        from isRedacted in Gen.Elements(true, false)
        select Part(new AnswerPart(AnswerPartKind.Reasoning), "", new Signature(dialect, value, isRedacted));

    private static readonly Gen<ResponsesSinkPart> RefusalPart =
        from text in Text
        select Part(new AnswerPart(AnswerPartKind.Refusal), text);

    private static readonly Gen<ResponsesSinkPart> ImagePart =
        from base64 in Gen.Elements("iVBORw0KGgo=", "/9j/+A==")
        from type in Gen.Elements("image/png", "image/jpeg")
        select Part(new AnswerPart(AnswerPartKind.Image) { MediaType = type }, base64);

    private static readonly Gen<ResponsesSinkPart> CallPart =
        from number in Gen.Choose(0, 1_000_000)
        from isCustom in Gen.Elements(false, false, true)
        from space in Gen.Elements<string?>(null, "functions")
        from text in Text
        from signature in Signed
        select Part(
            new AnswerPart(AnswerPartKind.ToolCall) { Id = $"c{number}", Name = "tool", Namespace = space, IsCustom = isCustom, Signature = signature },
            isCustom ? text : System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = text }));

    private static readonly Gen<Usage> Counts =
        from input in Gen.Choose(0, 1000)
        from output in Gen.Choose(0, 1000)
        from cached in Gen.Choose(0, input)
        from written in Maybe(input)
        from reasoning in Gen.Choose(0, output)
        from audio in Maybe(output)
        select new Usage { Input = input, Output = output, CachedInput = cached, CacheWriteInput = written, Reasoning = reasoning, AudioOutput = audio };

    /// <summary>Answers whose parts stand in any order, with the seed for how they are cut into pieces.</summary>
    public static Arbitrary<(ResponsesSinkPart[] Parts, Usage Usage, FinishReason Reason, int Cuts)> Arbitrary { get; } = (
        from parts in Gen.OneOf(TextPart, TextPart, ReasoningPart, SealedPart, RefusalPart, ImagePart, CallPart, CallPart).ListOf()
        from usage in Counts
        from reason in Gen.Elements(Enum.GetValues<FinishReason>())
        from cuts in Gen.Choose(1, 7)
        select (parts.ToArray(), usage, reason, cuts)).ToArbitrary();

    /// <summary>Pushes an answer, its text in pieces.</summary>
    public static void Push((ResponsesSinkPart[] Parts, Usage Usage, FinishReason Reason, int Cuts) answer, IAnswerSink sink)
    {
        sink.Begin("resp_a1", "m1");
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

    /// <summary>The parts as a provider of the dialect would have said them: a seal is opaque, and one on text stands behind it.</summary>
    public static string Carried(IEnumerable<ResponsesSinkPart> parts) => string.Join('\n', parts.SelectMany(Carried));

    private static IEnumerable<ResponsesSinkPart> Carried(ResponsesSinkPart part)
    {
        var seal = part.Signature is { } signature
            ? new Signature(Dialect.OpenAIResponses, signature.Dialect == Dialect.OpenAIResponses ? signature.Value : signature.Pack())
            : null;
        var head = part.Head with { Id = SignedId.Join(part.Head.Id, part.Head.Signature) };
        var isText = head.Kind == AnswerPartKind.Text;
        yield return Part(head, part.Text, isText ? null : seal, part.Citations);
        if (isText && seal is not null) yield return Part(new AnswerPart(AnswerPartKind.Reasoning), "", seal);
    }

    private static Gen<long?> Maybe(int most) => Gen.OneOf(
        Gen.Constant<long?>(null), Gen.Constant<long?>(0), Gen.Choose(0, most).Select(number => (long?)number));

    private static ResponsesSinkPart Part(AnswerPart head, string text, Signature? signature = null, IEnumerable<Citation>? sources = null)
    {
        var part = new ResponsesSinkPart(head) { Text = text, Signature = signature };
        part.Citations.AddRange(sources ?? []);
        return part;
    }
}
