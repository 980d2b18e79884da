using System.Text;
using Relay.Benchmarks.Contestants;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Load;

/// <summary>Makes requests, head and body in one piece, once for all calls of a round.</summary>
internal static class RequestBytes
{
    // Of a conversation as agents send it: turns of about a thousand characters, with lines and quotation marks.
    private const string Line = """She said: \"read the file, then say what is in it\".\n""";

    private const int TurnLines = 18;

    /// <summary>A chat call with a body of a given size.</summary>
    /// <param name="contestant">Whom it is for.</param>
    /// <param name="kind">What is to be answered.</param>
    /// <param name="size">The size of the body, in bytes; at least 512.</param>
    public static byte[] Chat(Contestant contestant, AnswerKind kind, int size) =>
        Post(contestant, contestant.PathOf(kind), Body(kind, size));

    /// <summary>A call.</summary>
    public static byte[] Post(Contestant contestant, string path, byte[] body) =>
        [.. Head(contestant, $"POST {path}", body.Length), .. body];

    /// <summary>A look whether it is up.</summary>
    public static byte[] Health(Contestant contestant) => Head(contestant, "GET /healthz", null);

    /// <summary>The body of a chat call, exactly so long.</summary>
    public static byte[] Body(AnswerKind kind, int size)
    {
        var stream = kind.Stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "";
        var text = new StringBuilder($$"""{"model":"{{kind.Name}}",{{stream}}"temperature":0.7,"messages":[""");
        text.Append("""{"role":"system","content":"You are a benchmark."}""");
        for (var turn = 0; text.Length + (TurnLines * Line.Length) + 256 < size; turn++)
        {
            text.Append($$""",{"role":"{{(turn % 2 == 0 ? "user" : "assistant")}}","content":""").Append('"');
            text.Insert(text.Length, Line, TurnLines).Append("\"}");
        }

        const string Last = ",{\"role\":\"user\",\"content\":\"";
        const string End = "\"}]}";
        text.Append(Last).Append('x', size - text.Length - Last.Length - End.Length).Append(End);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Head(Contestant contestant, string what, int? length)
    {
        var head = FormattableString.Invariant($"{what} HTTP/1.1\r\nHost: 127.0.0.1:{contestant.Port}\r\n")
            + $"Authorization: Bearer {contestant.Key}\r\nAccept: application/json\r\nUser-Agent: relay-benchmarks\r\n";
        if (length is not null)
            head += FormattableString.Invariant($"Content-Type: application/json\r\nContent-Length: {length}\r\n");
        return Encoding.ASCII.GetBytes(head + "\r\n");
    }
}
