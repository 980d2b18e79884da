using System.Text;

namespace Relay.Benchmarks.Upstream;

/// <summary>Streams of text as providers send them, with the members that theirs have, in each dialect.</summary>
internal static class SpeechStreams
{
    /// <summary>How a piece of text ends in each dialect, whatever its member is called: what is counted to see that all came.</summary>
    public const string Piece = ":\" and\"";

    private const string Item = "msg_0123456789abcdef0123456789abcdef0123456789abcdef01";

    /// <summary>Of OpenAI's chat completions.</summary>
    /// <param name="length">How many pieces of text.</param>
    public static string Chat(int length)
    {
        const string Common = """
            "id":"chatcmpl-0123456789abcdefghijklmnopqrs","object":"chat.completion.chunk","created":1767225600,"model":"bench-model","system_fingerprint":"fp_0123456789"
            """;
        var text = new StringBuilder();
        Add("""{"role":"assistant","content":"","refusal":null}""", "null");
        for (var i = 0; i < length; i++) Add("""{"content":" and"}""", "null");
        Add("{}", "\"stop\"");
        return text.Append($$$"""data: {{{{Common}}},"choices":[],"usage":{"prompt_tokens":32,"completion_tokens":{{{length}}},"total_tokens":{{{32 + length}}}}}""")
            .Append("\n\ndata: [DONE]\n\n").ToString();

        void Add(string delta, string finish) => text.Append(
            $$$"""data: {{{{Common}}},"choices":[{"index":0,"delta":{{{delta}}},"logprobs":null,"finish_reason":{{{finish}}}}]}""").Append("\n\n");
    }

    /// <summary>Of Anthropic's Messages.</summary>
    /// <param name="length">How many pieces of text.</param>
    public static string Messages(int length)
    {
        var text = new StringBuilder();
        Add("message_start", ""","message":{"model":"bench-model","id":"msg_0123456789abcdefghijklmn","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":32,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1,"service_tier":"standard"}}""");
        Add("content_block_start", ""","index":0,"content_block":{"type":"text","text":""}""");
        Add("ping", "");
        for (var i = 0; i < length; i++) Add("content_block_delta", ""","index":0,"delta":{"type":"text_delta","text":" and"}""");
        Add("content_block_stop", ""","index":0""");
        Add("message_delta", $$$""","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":32,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":{{{length}}}}""");
        Add("message_stop", "");
        return text.ToString();

        void Add(string type, string rest) => text.Append($$$"""
            event: {{{type}}}
            data: {"type":"{{{type}}}"{{{rest}}}}
            """).Append("\n\n");
    }

    /// <summary>Of Gemini.</summary>
    /// <param name="length">How many pieces of text.</param>
    public static string Gemini(int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) Add(" and", "");
        Add("", ""","finishReason":"STOP" """.TrimEnd());
        return text.ToString();

        void Add(string piece, string finish) => text.Append(
            $$$"""data: {"candidates":[{"content":{"parts":[{"text":"{{{piece}}}"}],"role":"model"}{{{finish}}},"index":0}],"usageMetadata":{"promptTokenCount":32,"candidatesTokenCount":{{{length}}},"totalTokenCount":{{{32 + length}}},"promptTokensDetails":[{"modality":"TEXT","tokenCount":32}]},"modelVersion":"bench-model","responseId":"0123456789abcdefghijklm"}""")
            .Append("\r\n\r\n");
    }

    /// <summary>Of OpenAI's Responses.</summary>
    /// <param name="length">How many pieces of text.</param>
    public static string Responses(int length)
    {
        const string Place = $$""","item_id":"{{Item}}","output_index":0,"content_index":0""";
        var (text, number) = (new StringBuilder(), 0);
        var whole = string.Concat(Enumerable.Repeat(" and", length));
        var part = $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":"{{whole}}"}""";
        var item = $$"""{"id":"{{Item}}","type":"message","status":"completed","content":[{{part}}],"role":"assistant"}""";
        Add("response.created", $",\"response\":{Response("in_progress", "", "null")}");
        Add("response.in_progress", $",\"response\":{Response("in_progress", "", "null")}");
        Add("response.output_item.added", $$""","output_index":0,"item":{"id":"{{Item}}","type":"message","status":"in_progress","content":[],"role":"assistant"}""");
        Add("response.content_part.added", $$"""{{Place}},"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}""");
        for (var i = 0; i < length; i++)
            Add("response.output_text.delta", $$"""{{Place}},"delta":" and","logprobs":[],"obfuscation":"0123456789ab" """.TrimEnd());
        Add("response.output_text.done", $$"""{{Place}},"text":"{{whole}}","logprobs":[]""");
        Add("response.content_part.done", $$"""{{Place}},"part":{{part}}""");
        Add("response.output_item.done", $$""","output_index":0,"item":{{item}}""");
        Add("response.completed", $",\"response\":{Response("completed", item, Usage())}");
        return text.ToString();

        void Add(string type, string rest) => text.Append($$$"""
            event: {{{type}}}
            data: {"type":"{{{type}}}","sequence_number":{{{number++}}}{{{rest}}}}
            """).Append("\n\n");

        string Usage() =>
            $$$"""{"input_tokens":32,"input_tokens_details":{"cached_tokens":0},"output_tokens":{{{length}}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{{32 + length}}}}""";
    }

    private static string Response(string status, string output, string usage) =>
        $$$"""{"id":"resp_0123456789abcdef0123456789abcdef0123456789abcdef01","object":"response","created_at":1767225600,"status":"{{{status}}}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"model":"bench-model","output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,"prompt_cache_retention":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"auto","store":false,"temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}""";
}
