using System.Text.Json;

namespace Relay.Sandbox.OpenAIChat;

/// <summary>What OpenAI says of a body that is no chat request.</summary>
internal static class ChatFaults
{
    /// <summary>Finds the first fault; null for none.</summary>
    public static SandboxFault? Of(JsonElement root)
    {
        if (OpenAIFaults.OfBody(root, "max_completion_tokens", "max_tokens") is { } fault) return fault;
        if (!root.TryGetProperty("messages", out var messages)) return OpenAIFaults.Missing("messages");
        if (OpenAIFaults.OfList(messages, "messages", "an array of objects") is { } wrong) return wrong;
        if (messages.GetArrayLength() == 0)
        {
            return new("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                "messages", "empty_array");
        }

        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            if (OpenAIFaults.OfMessage(message, OpenAIFaults.At("messages", index), needsContent: true) is { } bad) return bad;
        }

        return root.TryGetProperty("tools", out var tools) ? OpenAIFaults.OfList(tools, "tools", "an array of objects") : null;
    }
}
