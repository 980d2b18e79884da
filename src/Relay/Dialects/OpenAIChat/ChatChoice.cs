using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>One choice of a chunk or of a whole answer.</summary>
internal readonly ref struct ChatChoice
{
    /// <summary>Which of several answers it is.</summary>
    public int Index { get; private init; }

    /// <summary>The delta or the message; empty when there is none.</summary>
    public ReadOnlySpan<byte> Message { get; private init; }

    /// <summary>How likely its tokens are; empty when it does not say.</summary>
    public ReadOnlySpan<byte> Logprobs { get; private init; }

    /// <summary>Why the model stopped, in the provider's word; null while it did not.</summary>
    public string? FinishReason { get; private init; }

    /// <summary>The stop text that came, as vLLM and SGLang say it; null for none.</summary>
    public string? StopText { get; private init; }

    /// <summary>Reads the value that the reader stands on.</summary>
    public static ChatChoice Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new ChatChoice { Index = -1 };
        }

        var index = 0;
        ReadOnlySpan<byte> message = default, logprobs = default;
        string? finish = null, stop = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isMessage = JsonString.Is(ref reader, "delta"u8) || JsonString.Is(ref reader, "message"u8);
            var isFinish = JsonString.Is(ref reader, "finish_reason"u8);
            var isIndex = JsonString.Is(ref reader, "index"u8);
            var isLogprobs = JsonString.Is(ref reader, "logprobs"u8);
            var isStop = JsonString.Is(ref reader, "stop_reason"u8) || JsonString.Is(ref reader, "matched_stop"u8);
            reader.Read();
            if (isMessage && reader.TokenType == JsonTokenType.StartObject) message = DialectJson.Slice(ref reader, json);
            else if (isLogprobs && reader.TokenType == JsonTokenType.StartObject) logprobs = DialectJson.Slice(ref reader, json);
            else if (isFinish) finish = ChatJson.ReadWord(ref reader);
            else if (isIndex) index = DialectJson.ReadInt(ref reader) ?? 0;
            else if (isStop) stop = ChatJson.ReadWord(ref reader) ?? stop;
            else reader.Skip();
        }

        return new ChatChoice { Index = index, Message = message, Logprobs = logprobs, FinishReason = finish, StopText = stop };
    }
}
