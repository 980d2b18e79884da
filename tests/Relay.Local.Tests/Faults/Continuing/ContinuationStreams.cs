using System.Text.Json;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>What a provider of each dialect streams: texts one after the other, and its end or none.</summary>
internal static class ContinuationStreams
{
    /// <summary>How the answer begins, before it breaks.</summary>
    public const string Begun = "Once upon a time there was";

    /// <summary>The pieces of an answer that goes on with it, and begins by repeating it as it was asked to.</summary>
    public static readonly string[] Rest = ["Once upon a t", "ime there was a fox."];

    /// <summary>What the caller of a dialect sees from the joint on.</summary>
    public static string ResumedOf(string caller) => (caller.StartsWith("gemini", StringComparison.Ordinal) ? "" : ": relay-continued\n\n") + caller switch
    {
        "openai-chat" => Piece(caller, " a fox.", 0)
            + Data("""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"real-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Data("""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"real-1","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}""")
            + Data("[DONE]"),
        "anthropic" => Piece(caller, " a fox.", 0)
            + Event("content_block_stop", """{"type":"content_block_stop","index":0}""")
            + Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":20,"output_tokens":5}}""")
            + Event("message_stop", """{"type":"message_stop"}"""),
        "openai-responses" => Piece(caller, " a fox.", 1)
            + Event("response.output_text.done", """{"type":"response.output_text.done","sequence_number":7,"item_id":"msg_1","output_index":1,"content_index":0,"text":"Once upon a time there was a fox.","logprobs":[]}""")
            + Event("response.content_part.done", """{"type":"response.content_part.done","sequence_number":8,"item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Once upon a time there was a fox."}}""")
            + Event("response.output_item.done", $$"""{"type":"response.output_item.done","sequence_number":9,"output_index":1,"item":{{Message}}}""")
            + Event("response.completed", $$$$"""{"type":"response.completed","sequence_number":10,"response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","error":null,"incomplete_details":null,"instructions":null,"metadata":{},"model":"real-1","output":[{"id":"rs_1","type":"reasoning","summary":[]},{{{{Message}}}}],"parallel_tool_calls":true,"previous_response_id":null,"store":false,"temperature":null,"tool_choice":"auto","tools":[],"top_p":null,"usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":25}}}"""),
        "gemini" => Piece(caller, " a fox.", 0) + EndOf(caller, []),
        _ => ",\r\n" + (Piece("gemini", " a fox.", 0) + EndOf("gemini", [])).Replace("data: ", "", StringComparison.Ordinal)
            .Replace("}\r\n\r\n{", "},\r\n{", StringComparison.Ordinal).Replace("\r\n\r\n", "]", StringComparison.Ordinal),
    };

    /// <summary>What the caller of a dialect sees of a stream of that dialect before it breaks.</summary>
    public static string BeforeOf(string caller) => caller == "gemini-array"
        ? "[" + Start("gemini", Begun)["data: ".Length..].TrimEnd()
        : Start(caller, Begun);

    /// <summary>A whole stream.</summary>
    public static string Whole(string dialect, params string[] texts) => RawUpstream.Events(Start(dialect, texts) + EndOf(dialect, texts));

    /// <summary>A stream whose connection closes behind the last text.</summary>
    public static string Cut(string dialect, params string[] texts) => RawUpstream.CutEvents(Start(dialect, texts));

    /// <summary>The events up to the last text.</summary>
    public static string Start(string dialect, params string[] texts) => HeadOf(dialect) + string.Concat(texts.Select((text, i) => Piece(dialect, text, i)));

    private const string Message = """{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Once upon a time there was a fox."}]}""";

    private static string HeadOf(string dialect) => dialect switch
    {
        "openai-chat" => Data("""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"real-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""),
        "anthropic" => Event("message_start", """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"real-1","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":20,"output_tokens":1}}}""")
            + Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        // Thoughts that are not shown stand before the message, as reasoning models send them.
        "openai-responses" => Event("response.created", """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"in_progress","model":"real-1","output":[]}}""")
            + Event("response.output_item.added", """{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}""")
            + Event("response.output_item.done", """{"type":"response.output_item.done","sequence_number":2,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}""")
            + Event("response.output_item.added", """{"type":"response.output_item.added","sequence_number":3,"output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}}""")
            + Event("response.content_part.added", """{"type":"response.content_part.added","sequence_number":4,"item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}"""),
        _ => "",
    };

    private static string Piece(string dialect, string text, int i)
    {
        var json = JsonSerializer.Serialize(text);
        return dialect switch
        {
            "openai-chat" => Data($$"""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"real-1","choices":[{"index":0,"delta":{"content":{{json}}},"finish_reason":null}]}"""),
            "anthropic" => Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{{json}}}}}"""),
            "openai-responses" => Event("response.output_text.delta", $$"""{"type":"response.output_text.delta","sequence_number":{{5 + i}},"item_id":"msg_1","output_index":1,"content_index":0,"delta":{{json}},"logprobs":[]}"""),
            _ => Chunk($$"""{"candidates":[{"content":{"parts":[{"text":{{json}}}],"role":"model"},"index":0}],"modelVersion":"real-1","responseId":"g1"}"""),
        };
    }

    private static string EndOf(string dialect, string[] texts)
    {
        var text = JsonSerializer.Serialize(string.Concat(texts));
        return dialect switch
        {
            "openai-chat" => Data("""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"real-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
                + Data("""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"real-1","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}""")
                + Data("[DONE]"),
            "anthropic" => Event("content_block_stop", """{"type":"content_block_stop","index":0}""")
                + Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":20,"output_tokens":5}}""")
                + Event("message_stop", """{"type":"message_stop"}"""),
            "openai-responses" => Event("response.completed", $$$$"""{"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","model":"real-1","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":{{{{text}}}},"annotations":[]}]}],"usage":{"input_tokens":20,"output_tokens":5,"total_tokens":25}}}"""),
            _ => Chunk("""{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":5,"totalTokenCount":25},"modelVersion":"real-1","responseId":"g1"}"""),
        };
    }

    private static string Data(string json) => $"data: {json}\n\n";

    private static string Event(string type, string json) => $"event: {type}\ndata: {json}\n\n";

    private static string Chunk(string json) => $"data: {json}\r\n\r\n";
}
