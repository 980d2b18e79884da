using System.Text;

namespace Relay.Benchmarks.Upstream;

/// <summary>A thing that the fake upstream answers, the same bytes each time, chosen by the first segment of the path.</summary>
/// <param name="Name">That segment; for Relay, which has one path, the name of a model whose account has that path.</param>
/// <param name="Stream">Whether it is a stream of events.</param>
/// <param name="Body">The whole body; for <see cref="Slow"/> what comes every second, without end.</param>
internal sealed record AnswerKind(string Name, bool Stream, ReadOnlyMemory<byte> Body)
{
    /// <summary>How many events <see cref="Events"/> has, its end mark among them.</summary>
    public const int EventCount = 20;

    private const string Word = """{"content":" and"}""";

    private const string Common = """
        "id":"chatcmpl-0123456789abcdefghijklmnopqrs","created":1767225600,"model":"bench-model","system_fingerprint":"fp_0123456789"
        """;

    private const string Usage = """
        "usage":{"prompt_tokens":256,"completion_tokens":128,"total_tokens":384,"prompt_tokens_details":{"cached_tokens":128},"completion_tokens_details":{"reasoning_tokens":0}}
        """;

    /// <summary>The one dialect of its account, as Relay's config names it; null for any, which callers of chat get.</summary>
    public string? Dialect { get; init; }

    public static AnswerKind Json { get; } = MakeJson("json", 1);

    public static AnswerKind Json50K { get; } = MakeJson("json-50k", 50);

    public static AnswerKind Json400K { get; } = MakeJson("json-400k", 400);

    /// <summary>A short stream that comes at once.</summary>
    public static AnswerKind Events { get; } = new("events", true, MakeEvents());

    /// <summary>A stream of an event a second that ends when the caller goes.</summary>
    public static AnswerKind Slow { get; } = new("slow", true, Encoding.UTF8.GetBytes(MakeChunk(Word, "null")));

    public static IReadOnlyList<AnswerKind> All { get; } = [Json, Json50K, Json400K, Events, Slow];

    private static AnswerKind MakeJson(string name, int kibibytes)
    {
        var start = $$$"""{"object":"chat.completion",{{{Common}}},"choices":[{"index":0,"message":{"role":"assistant","content":""" + "\"";
        var end = "\"" + $$""","refusal":null},"logprobs":null,"finish_reason":"stop"}],{{Usage}}}""";
        var content = string.Concat(Enumerable.Repeat("A line of an answer.\\n", 20_000))[..Filler(kibibytes, start, end)];
        return new(name, false, Encoding.UTF8.GetBytes(start + content + end));
    }

    // A whole number of lines, for a cut inside an escape would not be JSON.
    private static int Filler(int kibibytes, string start, string end)
    {
        const int Line = 22;
        return ((kibibytes * 1024) - start.Length - end.Length) / Line * Line;
    }

    private static byte[] MakeEvents()
    {
        var text = new StringBuilder(MakeChunk("""{"role":"assistant","content":"","refusal":null}""", "null"));
        for (var i = 0; i < EventCount - 4; i++) text.Append(MakeChunk(Word, "null"));
        text.Append(MakeChunk("{}", "\"stop\""));
        text.Append($$"""data: {"object":"chat.completion.chunk",{{Common}},"choices":[],{{Usage}}}""").Append("\n\n");
        return Encoding.UTF8.GetBytes(text.Append("data: [DONE]\n\n").ToString());
    }

    private static string MakeChunk(string delta, string finish) =>
        $$$"""data: {"object":"chat.completion.chunk",{{{Common}}},"choices":[{"index":0,"delta":{{{delta}}},"logprobs":null,"finish_reason":{{{finish}}}}]}""" + "\n\n";
}
