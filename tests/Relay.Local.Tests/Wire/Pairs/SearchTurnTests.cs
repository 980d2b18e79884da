using System.Globalization;
using System.Text.RegularExpressions;

namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// A provider that searched the web by itself, and the next turn. Its own callers get its blocks and items as they are and
/// bring them back so. Callers of other dialects get the text with its sources (Cases/Citations.txt), and the provider gets
/// the text back: what it sealed has no place to be carried in, and where a text is from is listed.
/// </summary>
public sealed partial class SearchTurnTests(PairRelay relay) : IClassFixture<PairRelay>
{
    private const string Result =
        """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://e.com/fuchs","title":"Füchse","encrypted_content":"EqgfCioIARgB==","page_age":null}]}""";

    private const string ToolParts =
        """{"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","id":"g1","args":{"queries":["fuchs"]}},"thoughtSignature":"c2ln"},{"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","id":"g1","response":{"search_suggestions":"x"}},"thoughtSignature":"c2lo"}""";

    private const string SearchCall = """{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"fuchs"}}""";

    private const string MessagesBegin = $$$$"""
        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"query\":\"fuchs\"}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{{{{Result}}}}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}


        """;

    private const string ResponsesBegin = $$$$"""
        event: response.output_item.added
        data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"ws_1","type":"web_search_call","status":"in_progress"}}

        event: response.web_search_call.in_progress
        data: {"type":"response.web_search_call.in_progress","sequence_number":3,"output_index":0,"item_id":"ws_1"}

        event: response.web_search_call.searching
        data: {"type":"response.web_search_call.searching","sequence_number":4,"output_index":0,"item_id":"ws_1"}

        event: response.web_search_call.completed
        data: {"type":"response.web_search_call.completed","sequence_number":5,"output_index":0,"item_id":"ws_1"}

        event: response.output_item.done
        data: {"type":"response.output_item.done","sequence_number":6,"output_index":0,"item":{{{{SearchCall}}}}}


        """;

    public static TheoryData<string, string> Pairs { get; } = AllPairs();

    [Theory]
    [MemberData(nameof(Pairs))]
    public Task ASearch_AndTheNextTurn_Json(string caller, string provider) => CheckAsync(caller, provider, stream: false);

    [Theory]
    [MemberData(nameof(Pairs))]
    public Task ASearch_AndTheNextTurn_Streaming(string caller, string provider) => CheckAsync(caller, provider, stream: true);

    private async Task CheckAsync(string caller, string provider, bool stream)
    {
        var its = PairCase.Read("Citations");
        var kind = stream ? "stream" : "answer";
        var said = Searched(provider, its.Wire(kind, provider, provider), stream);
        var wire = stream ? RawUpstream.Events(said) : RawUpstream.Json(said);

        var first = await relay.AskAsync(caller, provider, Ask(caller, ""), stream, wire);
        // A text that came in pieces is one to those who bring it back.
        var turn = AssistantTurn.Of(caller, first.Body, stream).Replace("""Füchse "},{"text":"sind""", "Füchse sind", StringComparison.Ordinal);
        var second = await relay.AskAsync(caller, provider, Ask(caller, $",{turn},{More(caller)}"), stream, wire);

        Assert.Equal((200, caller == provider ? said : its.Wire(kind, provider, caller)), (first.Status, first.Body));
        Assert.Equal(200, second.Status);
        var expected = caller == provider ? Ask(caller, $",{turn},{More(caller)}") : PairCase.Read("SearchHistory").Find("request", caller, provider)!;
        Assert.Equal(PairRelay.Fill(expected, provider, PairRelay.RealModel(provider), stream), second.Asked);
        Assert.Equal(caller == provider ? "" : SourcesOf(caller), second.Dropped);
        if (caller == provider && Own(provider) is { } own) Assert.All(own, sealedPart => Assert.Contains(sealedPart, second.Asked, StringComparison.Ordinal));
    }

    private static TheoryData<string, string> AllPairs()
    {
        var rows = new TheoryData<string, string>();
        foreach (var caller in PairCase.Dialects)
        {
            foreach (var provider in PairCase.Dialects) rows.Add(caller, provider);
        }

        return rows;
    }

    private static string[]? Own(string provider) => provider switch
    {
        "responses" => [SearchCall],
        "messages" => [Result, "\"srvtoolu_1\"", "\"encrypted_index\":\"idx_1\""],
        "gemini" => [ToolParts],
        _ => null,
    };

    private static string SourcesOf(string caller) => caller switch
    {
        "chat" => "messages[1].annotations",
        "responses" => "input[1].content[0].annotations",
        "messages" => "messages[1].content[0].citations",
        // Its clients bring back the content alone.
        _ => "",
    };

    private static string Searched(string provider, string wire, bool stream) => (provider, stream) switch
    {
        ("messages", false) => wire.Replace(
            """[{"type":"text",""", $$$"""[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"fuchs"}},{{{Result}}},{"type":"text",""", StringComparison.Ordinal),
        ("messages", true) => Insert(wire.Replace("\"index\":0", "\"index\":2", StringComparison.Ordinal), "event: content_block_start", MessagesBegin),
        ("responses", false) => wire.Replace("\"output\":[", $"\"output\":[{SearchCall},", StringComparison.Ordinal),
        ("responses", true) => Insert(Behind(wire), "event: response.output_item.added", ResponsesBegin),
        ("gemini", false) => wire.Replace("""[{"text":""", $$"""[{{ToolParts}},{"text":""", StringComparison.Ordinal),
        ("gemini", true) => $$"""data: {"candidates":[{"content":{"parts":[{{ToolParts}}],"role":"model"},"index":0}],"modelVersion":"real-1","responseId":"resp_call_1"}""" + "\r\n\r\n" + wire,
        _ => wire,
    };

    // The message is the second item then, and its events come five later.
    private static string Behind(string wire)
    {
        var renumbered = Numbers().Replace(wire, number =>
            int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) is > 1 and var n ? $"\"sequence_number\":{n + 5}" : number.Value);
        return renumbered.Replace("\"output_index\":0", "\"output_index\":1", StringComparison.Ordinal)
            .Replace("\"output\":[{", $"\"output\":[{SearchCall},{{", StringComparison.Ordinal);
    }

    private static string Insert(string wire, string before, string events)
    {
        var at = wire.IndexOf(before, StringComparison.Ordinal);
        return wire[..at] + events.ReplaceLineEndings("\n") + wire[at..];
    }

    private static string More(string caller) => caller switch
    {
        "gemini" => """{"role":"user","parts":[{"text":"More."}]}""",
        "responses" => """{"type":"message","role":"user","content":"More."}""",
        _ => """{"role":"user","content":"More."}""",
    };

    private static string Ask(string caller, string turns) => (caller switch
    {
        "chat" => """{"model":"{model}","messages":[{"role":"user","content":"News?"}{turns}],"web_search_options":{},"max_tokens":100{stream}}""",
        "responses" => """{"model":"{model}","input":[{"type":"message","role":"user","content":"News?"}{turns}],"tools":[{"type":"web_search"}],"max_output_tokens":100,"store":false{stream}}""",
        "messages" => """{"model":"{model}","max_tokens":100,"tools":[{"type":"web_search_20250305","name":"web_search"}],"messages":[{"role":"user","content":"News?"}{turns}]{stream}}""",
        _ => """{"contents":[{"role":"user","parts":[{"text":"News?"}]}{turns}],"tools":[{"googleSearch":{}}],"generationConfig":{"maxOutputTokens":100}}""",
    }).Replace("{turns}", turns, StringComparison.Ordinal);

    [GeneratedRegex("\"sequence_number\":([0-9]+)")]
    private static partial Regex Numbers();
}
