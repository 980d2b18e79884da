using System.Buffers;
using System.Text;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Failures;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Requests read and written as the product does.</summary>
internal static class GeminiRequests
{
    public static Conversation Read(string body, bool stream = true)
    {
        Assert.True(new GeminiRequestReader().Read(Encoding.UTF8.GetBytes(body), "asked", stream).Succeeded(out var conversation, out var failure), failure?.Message);
        return conversation;
    }

    public static Failure Refused(string body)
    {
        var failure = new GeminiRequestReader().Read(Encoding.UTF8.GetBytes(body), "asked", stream: false).Failure;
        Assert.NotNull(failure);
        return failure;
    }

    public static string Write(Conversation conversation, string model = "gemini-3.5-flash")
    {
        var output = new ArrayBufferWriter<byte>();
        new GeminiRequestWriter().Write(conversation, model, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
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

    public static ReadOnlyMemory<byte> Raw(string text) => Encoding.UTF8.GetBytes(text);

    public static string[] Losses(Conversation conversation) =>
        [.. conversation.Losses.Select(loss => loss.ChangesMeaning ? $"{loss.Field}!" : loss.Field)];
}
