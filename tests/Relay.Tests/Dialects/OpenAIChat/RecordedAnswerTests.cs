using System.Text.Json;
using Relay.Dialects;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>What is learnt from recorded answers is what they say.</summary>
public sealed class RecordedAnswerTests
{
    [Theory]
    [InlineData("openai/chat/openai-text.chunks.txt", "gpt-4.1-nano-2025-04-14", "stop", 16, 0, 300, 0)]
    [InlineData("openai/chat/azure-model-router.1.chunks.txt", "gpt-5-nano-2025-08-07", "stop", 15, 0, 78, 64)]
    [InlineData("deepseek/chat/deepseek-text.chunks.txt", "deepseek-chat", "length", 13, 0, 400, null)]
    [InlineData("deepseek/chat/deepseek-reasoning.chunks.txt", "deepseek-reasoner", "stop", 18, 0, 219, 205)]
    [InlineData("deepseek/chat/deepseek-tool-call.chunks.txt", "deepseek-reasoner", "tool_calls", 339, 320, 83, 39)]
    [InlineData("xai/xai-text.chunks.txt", "grok-3-mini", "stop", 12, 11, 291, 290)]
    [InlineData("xai/xai-tool-call.chunks.txt", "grok-3-mini", "tool_calls", 291, 290, 222, 196)]
    public void ARecordedAnswer_IsRead_Streaming(
        string name, string model, string finish, int input, int cached, int output, int? reasoning)
    {
        var (answer, kinds, events) = RecordedAnswers.ReadStream(name);

        Assert.Equal((model, finish), (answer.Model, answer.FinishReason));
        Assert.Equal(
            ((long?)input, (long?)cached, (long?)output, (long?)reasoning),
            (answer.Usage?.Input, answer.Usage?.CachedInput, answer.Usage?.Output, answer.Usage?.Reasoning));
        Assert.True(answer.ContentBytes >= events.Sum(TextLength));
        Assert.Equal([.. events.Select(KindOf)], kinds);
        Assert.Null(answer.ErrorCode);
    }

    [Theory]
    [InlineData("openai/chat/openai-text.json", "gpt-4.1-nano-2025-04-14", "stop")]
    [InlineData("deepseek/chat/deepseek-tool-call.json", "deepseek-reasoner", "tool_calls")]
    [InlineData("groq/groq-text.json", "llama-3.3-70b-versatile", "stop")]
    [InlineData("groq/groq-tool-call.json", "llama-3.3-70b-versatile", "tool_calls")]
    [InlineData("xai/xai-tool-call.json", "grok-3-mini", "tool_calls")]
    public void ARecordedAnswer_IsRead_Json(string name, string model, string finish)
    {
        var (answer, kind, body) = RecordedAnswers.ReadJson(name);

        Assert.Equal((AnswerEventKind.Content, model, finish), (kind, answer.Model, answer.FinishReason));
        var usage = body.GetProperty("usage");
        var output = usage.GetProperty("total_tokens").GetInt64() - usage.GetProperty("prompt_tokens").GetInt64();
        Assert.Equal((usage.GetProperty("prompt_tokens").GetInt64(), output), (answer.Usage?.Input, answer.Usage?.Output));
        Assert.True(answer.ContentBytes >= TextLength(body));
    }

    [Fact]
    public void ARecordedError_IsAnError()
    {
        var (answer, kind, _) = RecordedAnswers.ReadJson("openai/chat/reasoning-model-legacy-parameter-error.json");

        Assert.Equal((AnswerEventKind.Error, "unsupported_parameter"), (kind, answer.ErrorCode));
        Assert.Equal((null, 0), (answer.Usage, answer.ContentBytes));
    }

    private static AnswerEventKind KindOf(JsonElement chunk) =>
        TextLength(chunk) > 0 || Choices(chunk).Any(choice => Finish(choice) is not null) ? AnswerEventKind.Content
        : !Choices(chunk).Any() && chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? AnswerEventKind.Usage
            : AnswerEventKind.Preamble;

    private static int TextLength(JsonElement chunk) => Choices(chunk)
        .Select(choice => choice.TryGetProperty("delta", out var delta) ? delta : choice.GetProperty("message"))
        .SelectMany(message => message.EnumerateObject())
        .Where(member => member.Name is "content" or "reasoning_content" or "tool_calls")
        .Sum(member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()!.Length
            : member.Value.ValueKind == JsonValueKind.Array ? member.Value.GetArrayLength() : 0);

    private static JsonElement.ArrayEnumerator Choices(JsonElement chunk) => chunk.GetProperty("choices").EnumerateArray();

    private static string? Finish(JsonElement choice) =>
        choice.TryGetProperty("finish_reason", out var reason) ? reason.GetString() : null;
}
