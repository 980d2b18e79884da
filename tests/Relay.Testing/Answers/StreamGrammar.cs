using System.Text.Json;
using Relay.Dialects;

namespace Relay.Testing.Answers;

/// <summary>What a strict client holds a stream to, in each dialect.</summary>
internal static class StreamGrammar
{
    /// <summary>Checks the events of a whole answer: as they came, and their data.</summary>
    public static void Check(Dialect dialect, IReadOnlyList<(string Raw, string Data)> events)
    {
        switch (dialect)
        {
            case Dialect.OpenAIChat: CheckChat(events); break;
            case Dialect.Anthropic: CheckMessages(events); break;
            case Dialect.Gemini: CheckGemini(events); break;
            case Dialect.OpenAIResponses: CheckResponses(events); break;
            default: throw new ArgumentOutOfRangeException(nameof(dialect));
        }
    }

    private static void CheckChat(IReadOnlyList<(string Raw, string Data)> events)
    {
        Assert.Equal("[DONE]", events[^1].Data);
        var chunks = events.SkipLast(1).Select(one => JsonElement.Parse(one.Data)).ToList();
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        var choices = chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).ToList();
        Assert.Equal("assistant", choices[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Single(choices, choice => choice.GetProperty("finish_reason").ValueKind == JsonValueKind.String);
        var calls = choices.Where(choice => choice.GetProperty("delta").TryGetProperty("tool_calls", out _))
            .SelectMany(choice => choice.GetProperty("delta").GetProperty("tool_calls").EnumerateArray()).ToList();
        // A call says its id and name once, at its beginning, and calls are numbered as they begin.
        var begun = calls.Where(call => call.TryGetProperty("id", out _)).Select(call => call.GetProperty("index").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(0, begun.Count), begun);
        Assert.All(calls, call => Assert.Contains(call.GetProperty("index").GetInt32(), begun));
    }

    private static void CheckMessages(IReadOnlyList<(string Raw, string Data)> events)
    {
        var open = -1;
        var blocks = 0;
        var types = new List<string>();
        foreach (var (raw, data) in events)
        {
            var json = JsonElement.Parse(data);
            var type = json.GetProperty("type").GetString()!;
            Assert.StartsWith($"event: {type}\n", raw, StringComparison.Ordinal);
            if (type != "ping") Assert.Equal(type == "message_start", types.Count == 0);
            if (!type.StartsWith("content_block_", StringComparison.Ordinal))
            {
                Assert.Equal(-1, open);
                types.Add(type);
                continue;
            }

            var index = json.GetProperty("index").GetInt32();
            if (type == "content_block_start") Assert.Equal((-1, blocks++), (open, index));
            else Assert.Equal(open, index);
            open = type == "content_block_stop" ? -1 : index;
        }

        Assert.Equal(["message_start", "message_delta", "message_stop"], types.Where(type => type != "ping"));
    }

    private static void CheckGemini(IReadOnlyList<(string Raw, string Data)> events)
    {
        var chunks = events.Select(one => JsonElement.Parse(one.Data)).ToList();
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("responseId").GetString()).Distinct());
        var finishes = chunks.Select(chunk => chunk.TryGetProperty("candidates", out var candidates)
            && candidates[0].TryGetProperty("finishReason", out _)).ToList();
        Assert.Equal(finishes.Count - 1, finishes.IndexOf(true));
    }

    private static void CheckResponses(IReadOnlyList<(string Raw, string Data)> events)
    {
        var open = new HashSet<int>();
        var items = 0;
        for (var i = 0; i < events.Count; i++)
        {
            var json = JsonElement.Parse(events[i].Data);
            var type = json.GetProperty("type").GetString()!;
            Assert.StartsWith($"event: {type}\n", events[i].Raw, StringComparison.Ordinal);
            Assert.Equal(i, json.GetProperty("sequence_number").GetInt32());
            if (type == "response.output_item.added")
            {
                Assert.Equal(items++, json.GetProperty("output_index").GetInt32());
                open.Add(json.GetProperty("output_index").GetInt32());
            }
            else if (json.TryGetProperty("output_index", out var index)) Assert.Contains(index.GetInt32(), open);

            if (type == "response.output_item.done") open.Remove(json.GetProperty("output_index").GetInt32());
        }

        Assert.Empty(open);
        Assert.Single(events, one => one.Raw.StartsWith("event: response.created\n", StringComparison.Ordinal));
        Assert.Single(events, one => one.Raw.StartsWith("event: response.completed\n", StringComparison.Ordinal)
            || one.Raw.StartsWith("event: response.incomplete\n", StringComparison.Ordinal));
        Assert.StartsWith("event: response.created\n", events[0].Raw, StringComparison.Ordinal);
        var last = JsonElement.Parse(events[^1].Data);
        Assert.Contains(last.GetProperty("type").GetString(), new[] { "response.completed", "response.incomplete" });
        Assert.Equal(items, last.GetProperty("response").GetProperty("output").GetArrayLength());
    }
}
