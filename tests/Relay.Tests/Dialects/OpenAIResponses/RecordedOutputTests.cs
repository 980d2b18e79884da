using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>
/// Agents send the output of recorded answers back as input. It is understood: its words, its calls and its sealed
/// thoughts are there, and what is not is listed.
/// </summary>
public sealed class RecordedOutputTests
{
    // Items that only their provider knows.
    private static readonly string[] Others =
    [
        "apply_patch_call", "compaction", "code_interpreter_call", "shell_call", "shell_call_output", "program", "program_output",
    ];

    [Fact]
    public void RecordedOutput_IsUnderstood_AsInput()
    {
        var names = Recordings.All().Where(static recording => recording.Dialect == Dialect.OpenAIResponses).Select(static recording => recording.Name).ToList();
        Assert.SkipWhen(names.Count == 0, Fixtures.Absent);
        var items = 0;
        foreach (var name in names)
        {
            foreach (var item in OutputOf(name))
            {
                AssertUnderstood(item, name);
                items++;
            }
        }

        Assert.True(items > names.Count / 2, $"{items} items in {names.Count} files");
    }

    private static void AssertUnderstood(JsonElement item, string name)
    {
        var type = item.GetProperty("type").GetString()!;
        var conversation = ResponsesRequests.ReadItems(item.GetRawText() + ",{\"role\":\"user\",\"content\":\"Go on.\"}");
        Assert.Equal((type, IsMissed(item, type)), (type, conversation.Losses.Exists(loss => loss.ChangesMeaning && loss.Field == "input[0]")));
        var part = conversation.Messages[0].Parts.FirstOrDefault();
        switch (type)
        {
            case "message":
                Assert.Equal(TextOf(item), string.Concat(conversation.Messages[0].Parts.Select(static said => (said as TextPart)?.Text)));
                break;
            case "function_call":
                Assert.Equal(
                    (item.GetProperty("call_id").GetString(), item.GetProperty("arguments").GetString()),
                    part is ToolCallPart call ? (call.Id, call.Arguments) : default);
                break;
            case "reasoning" when item.TryGetProperty("encrypted_content", out var seal) && seal.ValueKind == JsonValueKind.String:
                Assert.Equal(seal.GetString(), (part as ReasoningPart)?.Signature?.Value);
                break;
            default:
                Assert.True(conversation.Losses.Count + conversation.Messages.Count > 1, $"{type} of {name}");
                break;
        }
    }

    // What a tool said, and words that are sealed; a call alone is listed and not missed.
    private static bool IsMissed(JsonElement item, string type) => Others.Contains(type)
        && (type is "compaction" || type.EndsWith("_output", StringComparison.Ordinal)
            || (item.TryGetProperty("outputs", out var outputs) && outputs is { ValueKind: JsonValueKind.Array } && outputs.GetArrayLength() > 0));

    private static string TextOf(JsonElement message) =>
        string.Concat(message.GetProperty("content").EnumerateArray().Select(static part => part.TryGetProperty("text", out var text) ? text.GetString() : ""));

    // Of a stream those that hold the answer so far; the last of them holds it whole.
    private static IEnumerable<JsonElement> OutputOf(string name)
    {
        foreach (var text in Recordings.Read(name).SelectMany(static answer => answer))
        {
            var answer = JsonElement.Parse(text);
            if (answer.TryGetProperty("response", out var response)) answer = response;
            // Some events have an output of another kind.
            if (!answer.TryGetProperty("object", out _) || !answer.TryGetProperty("output", out var output)) continue;
            foreach (var item in output.EnumerateArray()) yield return item;
        }
    }
}
