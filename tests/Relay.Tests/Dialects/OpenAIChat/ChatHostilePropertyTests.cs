using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects.OpenAIChat;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Whatever bytes come, and in whatever order calls are mixed, nobody throws and no order is broken.</summary>
public sealed class ChatHostilePropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    private static readonly string Chunk = ChatWire.Delta("""
        {"role":"assistant","content":[{"type":"thinking","thinking":[{"text":"a\ud83d"}]},{"text":"b"}],"reasoning_content":"c\n","reasoning":"d",
         "reasoning_details":[{"type":"reasoning.text","text":"e","signature":"s"},{"data":"relay1.ar.x","index":1}],"refusal":"f","audio":{"transcript":"g"},
         "annotations":[{"url_citation":{"url":"u","title":"t","start_index":0,"end_index":1}}],"images":[{"image_url":{"url":"data:image/png;base64,AA"}}],
         "tool_calls":[{"index":0,"id":"i","function":{"name":"n","arguments":"{}"}},{"custom":{"name":"m","input":"x"}}],"function_call":{"name":"o","arguments":{}}}
        """, "\"stop\",\"stop_reason\":\"x\"");

    private const string Body = """
        {"messages":[{"role":"user","name":"n","content":[{"type":"text","text":"a\ud83d","cache_control":{"ttl":"1h"}},{"image_url":{"url":"data:image/png;base64,AA","detail":"low"}},
          {"input_audio":{"data":"AA","format":"wav"}},{"file":{"file_data":"AA","filename":"f"}},"x"]},
         {"role":"assistant","reasoning_content":"h","reasoning_details":[{"text":"h","signature":"s"}],"tool_calls":[{"id":"c__relay1_AAAA","function":{"name":"f","arguments":"{}"}},{"id":"d","custom":{"name":"g","input":"x"}}]},
         {"role":"tool","tool_call_id":"c","content":"r"},{"role":"function","name":"f","content":"r"}],
         "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}},{"type":"custom","custom":{"name":"g","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"x"}}}}],
         "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}},"stop":["a"],"n":2,"logit_bias":{"1":2},
         "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}},"reasoning":{"effort":"low"},"thinking":{"type":"enabled"},"metadata":{"a":"b"},"modalities":["text"],"stream_options":{"include_usage":true}}
        """;

    // Bytes replaced by such as make trouble, bytes left out, and the end cut off.
    private static Arbitrary<byte[]> Broken(string json) => (
        from changes in (
            from at in Gen.Choose(0, Encoding.UTF8.GetByteCount(json) - 1)
            from to in Gen.Elements<byte>(0, (byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)',', (byte)':', (byte)'u', (byte)'1', (byte)'n', 0x80, 0xC3, 0xFF)
            from isLeftOut in Gen.Elements(false, true)
            select (at, to, isLeftOut)).ListOf()
        from length in Gen.Frequency((4, Gen.Constant(int.MaxValue)), (1, Gen.Choose(0, json.Length)))
        select Break(Encoding.UTF8.GetBytes(json), [.. changes.Take(3)], length)).ToArbitrary();

    [Fact]
    public void ABrokenChunk_NeverThrows() => Prop.ForAll(Broken(Chunk), data =>
    {
        var streamed = new AnswerSink();
        var reader = new ChatAnswerReader("seed", []);
        reader.ReadEvent(data, streamed);
        reader.ReadEvent(Encoding.UTF8.GetBytes(Chunk), streamed);
        Assert.True(reader.ReadEnd(streamed));
        new ChatAnswerReader("seed", []).ReadWhole(data, new AnswerSink());
    }).Check(Many);

    [Fact]
    public void ABrokenBody_NeverThrows_AndWhatIsReadCanBeWritten() => Prop.ForAll(Broken(Body), data =>
    {
        if (!new ChatRequestReader().Read(data, "m", true).Succeeded(out var conversation, out var failure)) Assert.Equal(400, failure.Status);
        else Assert.StartsWith("{\"model\":\"target\"", ChatWire.Write(conversation), StringComparison.Ordinal);
    }).Check(Many);

    [Fact]
    public void MixedCalls_ComeOneAfterTheOther_AndWhole()
    {
        var calls = (
            from texts in Gen.Elements("{}", "{\"a\":\"}{\\\"\"}", "{\"b\":[{},[]],\"c\":{\"d\":1}}", "{ \"é\" : \"\\\\\" }").ArrayOf().Where(texts => texts.Length is > 0 and < 5)
            from order in Gen.Choose(0, texts.Length - 1).ArrayOf(60)
            select (texts, order)).ToArbitrary();
        Prop.ForAll(calls, mixed =>
        {
            var (texts, order) = mixed;
            var left = texts.Select(text => new Queue<char>(text)).ToArray();
            var begun = new List<int>();
            var events = new List<string>();
            foreach (var call in order.Concat(Enumerable.Range(0, texts.Length * 40).Select(i => i % texts.Length)))
            {
                var isFirst = !begun.Contains(call);
                if (isFirst) begun.Add(call);
                else if (left[call].Count == 0) continue;
                var piece = JsonSerializer.Serialize(left[call].TryDequeue(out var letter) ? letter.ToString() : "");
                events.Add(ChatWire.Delta(isFirst
                    ? $$$"""{"tool_calls":[{"index":{{{call}}},"id":"c{{{call}}}","function":{"name":"f","arguments":{{{piece}}}}}]}"""
                    : $$$"""{"tool_calls":[{"index":{{{call}}},"function":{"arguments":{{{piece}}}}}]}"""));
            }

            var (sink, _) = ChatWire.ReadStream([.. events, ChatWire.Delta("{}", "\"tool_calls\"")]);

            Assert.Equal(string.Join('\n', begun.Select(call => $"call c{call} f <{texts[call]}>")), sink.Shown);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static byte[] Break(byte[] json, (int At, byte To, bool IsLeftOut)[] changes, int length)
    {
        var bytes = json.ToList();
        foreach (var (at, to, isLeftOut) in changes.DistinctBy(change => change.At).OrderByDescending(change => change.At))
        {
            if (isLeftOut) bytes.RemoveAt(at);
            else bytes[at] = to;
        }

        return [.. bytes.Take(length)];
    }
}
