using System.Buffers;
using System.Text;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;
using Relay.Failures;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Requests read and written as the product does.</summary>
internal static class ResponsesRequests
{
    public static Conversation Read(string body, bool stream = false)
    {
        var result = new ResponsesRequestReader().Read(Encoding.UTF8.GetBytes(body), "asked", stream);
        Assert.True(result.Succeeded(out var conversation, out var failure), failure?.Message);
        return conversation;
    }

    /// <summary>Reads a body with an input of its own, or with one question.</summary>
    public static Conversation ReadWith(string members) =>
        Read(members.StartsWith("\"input\"", StringComparison.Ordinal) ? "{" + members + "}" : "{\"input\":\"Hi\"," + members + "}");

    /// <summary>Reads the items of an input.</summary>
    public static Conversation ReadItems(string items) => Read("{\"input\":[" + items + "]}");

    public static Failure Refused(string body)
    {
        var failure = new ResponsesRequestReader().Read(Encoding.UTF8.GetBytes(body), "asked", stream: false).Failure;
        Assert.NotNull(failure);
        return failure;
    }

    public static string Write(Conversation conversation, string model = "target")
    {
        var output = new ArrayBufferWriter<byte>();
        new ResponsesRequestWriter().Write(conversation, model, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What is written of a conversation's messages.</summary>
    public static string WriteInput(Conversation conversation)
    {
        const string Start = "{\"model\":\"target\",\"input\":";
        var json = Write(conversation);
        Assert.StartsWith(Start, json, StringComparison.Ordinal);
        var end = json.LastIndexOf(']', json.IndexOf(",\"store\":false", StringComparison.Ordinal));
        return json[Start.Length..(end + 1)].Replace(",\"include\":[\"reasoning.encrypted_content\"]", "", StringComparison.Ordinal);
    }

    /// <summary>A conversation of messages, as another dialect's reader makes one.</summary>
    public static Conversation Of(params (Role Role, Part[] Parts)[] messages)
    {
        var conversation = new Conversation { Model = "asked" };
        foreach (var (role, parts) in messages)
        {
            var message = new Message(role);
            message.Parts.AddRange(parts);
            conversation.Messages.Add(message);
        }

        return conversation;
    }

    /// <summary>One question, for tests of all but the messages.</summary>
    public static Conversation Question() => Of((Role.User, [new TextPart("Hi")]));

    /// <summary>What is written of one question beside it.</summary>
    public static string WriteRest(Conversation conversation, string model = "target")
    {
        var json = Write(conversation, model);
        var start = $$"""{"model":"{{model}}","input":[{"type":"message","role":"user","content":"Hi"}],""";
        Assert.StartsWith(start, json, StringComparison.Ordinal);
        return json[start.Length..^1];
    }

    public static ReadOnlyMemory<byte> Raw(string text) => Encoding.UTF8.GetBytes(text);

    public static string[] Losses(Conversation conversation) =>
        [.. conversation.Losses.Select(loss => loss.ChangesMeaning ? $"{loss.Field}!" : loss.Field)];
}
