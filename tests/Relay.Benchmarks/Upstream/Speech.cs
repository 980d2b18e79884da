using System.Text;

namespace Relay.Benchmarks.Upstream;

/// <summary>A dialect: how a caller asks for a stream in it, and the stream of text that a provider of it sends.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Path">Where a caller asks; the model's place is {model}.</param>
/// <param name="Request">What a caller asks; the model's place is {model}.</param>
internal sealed record Speech(string Name, string Path, string Request)
{
    private const string Asked = "Say how a relay is measured, in many words, and leave out nothing that could matter.";

    private const string Hole = "{model}";

    private const string System = "You are a benchmark.";

    /// <summary>How many pieces of text a short stream has: an answer of a paragraph.</summary>
    public const int ShortLength = 100;

    /// <summary>How many pieces of text a long stream has.</summary>
    public const int LongLength = 400;

    public static Speech Chat { get; } = Make(
        "chat", "openai-chat", "/v1/chat/completions",
        $$$"""{"model":"{model}","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"{{{System}}}"},{"role":"user","content":"{{{Asked}}}"}]}""",
        SpeechStreams.Chat);

    public static Speech Responses { get; } = Make(
        "responses", "openai-responses", "/v1/responses",
        $$$"""{"model":"{model}","stream":true,"store":false,"instructions":"{{{System}}}","input":[{"role":"user","content":[{"type":"input_text","text":"{{{Asked}}}"}]}]}""",
        SpeechStreams.Responses);

    public static Speech Messages { get; } = Make(
        "messages", "anthropic", "/v1/messages",
        $$$"""{"model":"{model}","stream":true,"max_tokens":4096,"system":"{{{System}}}","messages":[{"role":"user","content":"{{{Asked}}}"}]}""",
        SpeechStreams.Messages);

    public static Speech Gemini { get; } = Make(
        "gemini", "gemini", "/v1beta/models/{model}:streamGenerateContent?alt=sse",
        $$$"""{"systemInstruction":{"parts":[{"text":"{{{System}}}"}]},"contents":[{"role":"user","parts":[{"text":"{{{Asked}}}"}]}]}""",
        SpeechStreams.Gemini);

    public static IReadOnlyList<Speech> All { get; } = [Chat, Responses, Messages, Gemini];

    /// <summary>A stream of <see cref="ShortLength"/> pieces.</summary>
    public required AnswerKind Short { get; init; }

    /// <summary>A stream of <see cref="LongLength"/> pieces.</summary>
    public required AnswerKind Long { get; init; }

    /// <summary>Where a caller asks for a model.</summary>
    public string PathOf(AnswerKind kind) => Path.Replace(Hole, kind.Name, StringComparison.Ordinal);

    /// <summary>What a caller asks.</summary>
    public byte[] BodyOf(AnswerKind kind) => Encoding.ASCII.GetBytes(Request.Replace(Hole, kind.Name, StringComparison.Ordinal));

    private static Speech Make(
        string name, string dialect, string path, string request, Func<int, string> stream)
    {
        return new(name, path, request)
        {
            Short = MakeKind(ShortLength),
            Long = MakeKind(LongLength),
        };

        AnswerKind MakeKind(int length) =>
            new(FormattableString.Invariant($"{name}-{length}"), true, Encoding.ASCII.GetBytes(stream(length)))
            {
                Dialect = dialect,
            };
    }
}
