using System.Collections.Frozen;

namespace Relay.Local.Tests.Faults;

/// <summary>What a provider sends before the first token, in its dialect; what must never be seen has <c>faulty</c> in it.</summary>
/// <param name="Preamble">The start of an answer, with nothing to use.</param>
/// <param name="Error">An error.</param>
/// <param name="End">The proper end; empty where that is the end of the bytes.</param>
/// <param name="Good">A whole answer: <c>word</c>.</param>
internal sealed record FirstTokenEvents(string Preamble, string Error, string End, string Good)
{
    /// <summary>By the name of a provider that speaks one dialect, or for Responses of the one that speaks it.</summary>
    public static FrozenDictionary<string, FirstTokenEvents> Of { get; } = new Dictionary<string, FirstTokenEvents>
    {
        ["cerebras"] = new(
            Data("""{"id":"faulty","model":"faulty","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"""),
            Data("""{"error":{"message":"faulty","code":"faulty"}}"""),
            Data("[DONE]"),
            Data("""{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"word"}}]}""")
            + Data("""{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""") + Data("[DONE]"))
        {
            Finish = Data("""{"id":"faulty","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""),
        },
        ["anthropic"] = new(
            Data("""{"type":"message_start","message":{"id":"faulty","type":"message","role":"assistant","model":"faulty","content":[],"usage":{"input_tokens":1,"output_tokens":0}}}""")
            + Data("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
            Data("""{"type":"error","error":{"type":"overloaded_error","message":"faulty"}}"""),
            Data("""{"type":"message_stop"}"""),
            Data("""{"type":"message_start","message":{"id":"c","type":"message","role":"assistant","model":"real","content":[],"usage":{"input_tokens":1,"output_tokens":0}}}""")
            + Data("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
            + Data("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word"}}""")
            + Data("""{"type":"content_block_stop","index":0}""")
            + Data("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}""")
            + Data("""{"type":"message_stop"}"""))
        {
            Finish = Data("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":0}}"""),
        },
        ["openai"] = new(
            Data("""{"type":"response.created","sequence_number":0,"response":{"id":"faulty","status":"in_progress","model":"faulty","output":[]}}"""),
            Data("""{"type":"error","sequence_number":1,"code":"faulty","message":"faulty","param":null}"""),
            Data("""{"type":"response.completed","sequence_number":1,"response":{"id":"faulty","status":"completed","model":"faulty","output":[]}}"""),
            Data("""{"type":"response.created","sequence_number":0,"response":{"id":"r","status":"in_progress","model":"real","output":[]}}""")
            + Data("""{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"i","type":"message","status":"in_progress","role":"assistant","content":[]}}""")
            + Data("""{"type":"response.output_text.delta","sequence_number":2,"item_id":"i","output_index":0,"content_index":0,"delta":"word"}""")
            + Data("""{"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{"id":"i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"word","annotations":[]}]}}""")
            + Data("""{"type":"response.completed","sequence_number":4,"response":{"id":"r","status":"completed","model":"real","output":[{"id":"i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"word","annotations":[]}]}]}}""")),
        ["google"] = new(
            Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":""}]}}],"modelVersion":"faulty","responseId":"faulty"}"""),
            Data("""{"error":{"code":503,"message":"faulty","status":"UNAVAILABLE"}}"""),
            "",
            Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":"word"}]},"finishReason":"STOP"}],"modelVersion":"real","responseId":"c"}""")),
    }.ToFrozenDictionary();

    /// <summary>Why it ended, where that is said before the end; empty where it is said with it.</summary>
    public string Finish { get; init; } = "";

    /// <summary>All bytes of an answer that fails.</summary>
    public string Answer(string fault) => fault switch
    {
        "error" => RawUpstream.Events(Error),
        "error behind preamble" => RawUpstream.Events(Preamble + Error),
        "nothing" => RawUpstream.Events(""),
        "comment only" => RawUpstream.Events(": faulty\n\n"),
        "end only" => RawUpstream.Events(End),
        "end behind preamble" => RawUpstream.Events(Preamble + End),
        "cut behind preamble" => RawUpstream.CutEvents(Preamble),
        "cut at once" => RawUpstream.CutEvents(""),
        "finish without end" => RawUpstream.Events(Preamble + Finish),
        "html" => RawUpstream.Whole("<html>faulty</html>", "text/html"),
        "json" => RawUpstream.Json("""{"error":{"message":"faulty","code":"faulty"}}"""),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static string Data(string json) => $"data: {json}\n\n";
}
