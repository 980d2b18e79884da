using System.Text.Json;

namespace Relay.Sandbox.OpenAIResponses;

/// <summary>What OpenAI says of a body that is no Responses request.</summary>
internal static class ResponsesFaults
{
    /// <summary>Finds the first fault; null for none.</summary>
    public static SandboxFault? Of(JsonElement root)
    {
        if (OpenAIFaults.OfBody(root, "max_output_tokens") is { } fault) return fault;
        if (!root.TryGetProperty("input", out var input)) return OpenAIFaults.Missing("input");
        if (input.ValueKind != JsonValueKind.String)
        {
            if (OpenAIFaults.OfList(input, "input", "one of a string or array of input items") is { } wrong) return wrong;
            foreach (var (index, item) in input.EnumerateArray().Index())
            {
                // What has no type is a message; of the other types each has members of its own.
                if (item.TryGetProperty("type", out var type) && (type.ValueKind != JsonValueKind.String || type.GetString() != "message")) continue;
                if (OpenAIFaults.OfMessage(item, OpenAIFaults.At("input", index), needsContent: true) is { } bad) return bad;
            }
        }

        return root.TryGetProperty("tools", out var tools) ? OpenAIFaults.OfList(tools, "tools", "an array of objects") : null;
    }
}
