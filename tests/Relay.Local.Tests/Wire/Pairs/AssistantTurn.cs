using System.Text.Json;
using System.Text.Json.Nodes;

namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>What a client sends back of an answer, as the official SDKs gather it from JSON or from a stream.</summary>
internal static class AssistantTurn
{
    // As the cases write text, and as the clients do.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer as the elements of the next request's list of turns.</summary>
    public static string Of(string dialect, string body, bool stream)
    {
        var data = stream
            ? body.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .Select(line => JsonNode.Parse(line[6..])!).ToList()
            : [JsonNode.Parse(body)!];
        return dialect switch
        {
            "chat" => (stream ? ChatOf(data) : data[0]["choices"]![0]!["message"]!).ToJsonString(Plain),
            "responses" => string.Join(',', (stream ? data[^1]["response"]! : data[0])["output"]!.AsArray().Select(item => item!.ToJsonString(Plain))),
            "messages" => $$"""{"role":"assistant","content":{{(stream ? BlocksOf(data) : data[0]["content"]!).ToJsonString(Plain)}}}""",
            _ => $$"""{"role":"model","parts":[{{string.Join(',', data.SelectMany(PartsOf))}}]}""",
        };
    }

    private static JsonObject ChatOf(List<JsonNode> chunks)
    {
        var message = new JsonObject { ["role"] = "assistant" };
        foreach (var (name, value) in chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).SelectMany(choice => choice!["delta"]!.AsObject()))
        {
            if (name == "role" || value is null) continue;
            if (name == "tool_calls") AddCall((message[name] ??= new JsonArray()).AsArray(), value[0]!.AsObject());
            else if (value is JsonArray more) (message[name] ??= new JsonArray()).AsArray().Add(more[0]!.DeepClone());
            else message[name] = (string?)message[name] + (string?)value;
        }

        return message;
    }

    private static void AddCall(JsonArray calls, JsonObject delta)
    {
        if ((int)delta["index"]! == calls.Count)
        {
            var begun = delta.DeepClone().AsObject();
            begun.Remove("index");
            calls.Add(begun);
            return;
        }

        var kind = delta.ContainsKey("custom") ? "custom" : "function";
        foreach (var (name, value) in delta[kind]!.AsObject())
            calls[^1]![kind]![name] = (string?)calls[^1]![kind]![name] + (string?)value;
    }

    private static JsonArray BlocksOf(List<JsonNode> events)
    {
        var blocks = new JsonArray();
        var input = "";
        foreach (var said in events)
        {
            if ((string?)said["type"] == "content_block_start") blocks.Add(said["content_block"]!.DeepClone());
            if ((string?)said["type"] == "content_block_stop" && input.Length > 0)
            {
                blocks[^1]!["input"] = JsonNode.Parse(input);
                input = "";
            }

            if (said["delta"] is not JsonObject delta || (string?)said["type"] != "content_block_delta") continue;
            var name = delta.First(member => member.Key != "type").Key;
            if (name == "partial_json") input += (string?)delta[name];
            else if (name == "citation") (blocks[^1]!["citations"] ??= new JsonArray()).AsArray().Add(delta[name]!.DeepClone());
            else blocks[^1]![name] = (string?)blocks[^1]![name] + (string?)delta[name];
        }

        return blocks;
    }

    // The last chunk of a stream has a text with nothing in it, which clients leave out.
    private static IEnumerable<string> PartsOf(JsonNode chunk) => chunk["candidates"]![0]!["content"]!["parts"]!.AsArray()
        .Where(part => part!.AsObject().Count > 1 || (string?)part["text"] != "")
        .Select(part => part!.ToJsonString(Plain));
}
