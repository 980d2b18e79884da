using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads the members of a request that are neither messages nor tools.</summary>
internal sealed class ChatOptions(ChatRequestBody request)
{
    private readonly Conversation _conversation = request.Conversation;
    private readonly Sampling _sampling = request.Conversation.Sampling;
    private long? _maxTokens;
    private string? _user;

    /// <summary>Reads the member that the reader stands on the value of.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "max_completion_tokens":
                _sampling.MaxTokens = request.ReadInteger(ref reader, name);
                _conversation.Name("max_tokens", name);
                break;
            case "max_tokens": _maxTokens = request.ReadInteger(ref reader, name); break;
            case "temperature": _sampling.Temperature = request.ReadNumber(ref reader, name); break;
            case "top_p": _sampling.TopP = request.ReadNumber(ref reader, name); break;
            case "top_k": _sampling.TopK = request.ReadInteger(ref reader, name); break;
            case "stop": _sampling.Stop = ReadStop(ref reader); break;
            case "seed": _sampling.Seed = request.ReadInteger(ref reader, name); break;
            case "frequency_penalty": _sampling.FrequencyPenalty = request.ReadNumber(ref reader, name); break;
            case "presence_penalty": _sampling.PresencePenalty = request.ReadNumber(ref reader, name); break;
            case "logprobs": _sampling.Logprobs = request.ReadFlag(ref reader, name); break;
            case "top_logprobs": _sampling.TopLogprobs = request.ReadInteger(ref reader, name); break;
            case "parallel_tool_calls": _conversation.ParallelToolCalls = request.ReadFlag(ref reader, name); break;
            case "verbosity": _conversation.Verbosity = request.ReadText(ref reader, name); break;
            case "service_tier": _conversation.ServiceTier = request.ReadText(ref reader, name); break;
            case "prompt_cache_key": _conversation.CacheKey = request.ReadText(ref reader, name); break;
            case "prompt_cache_retention": _conversation.CacheRetention = request.ReadText(ref reader, name); break;
            case "safety_identifier":
                _conversation.EndUser = request.ReadText(ref reader, name);
                _conversation.Name("user", name);
                break;
            case "user": _user = request.ReadText(ref reader, name); break;
            case "metadata": _conversation.Metadata = request.ReadObject(ref reader, name); break;
            case "response_format": ChatFormat.Read(ref reader, request); break;
            case "stream_options": ReadStreamOptions(ref reader); break;
            case "n": _sampling.Choices = request.ReadInteger(ref reader, name); break;
            case "logit_bias": request.Lose(ref reader, "", name, changesMeaning: true); break;
            case "modalities": ReadModalities(ref reader); break;
            default:
                if (!ChatThinking.TryRead(ref reader, name, request)) request.Lose(ref reader, "", name);
                break;
        }
    }

    /// <summary>Decides between names for the same, whichever came first.</summary>
    public Conversation Finish()
    {
        _sampling.MaxTokens ??= _maxTokens;
        // Two names for the same, of which the newer one counts.
        if (_user is not null && _conversation.EndUser is { } user && user != _user) request.Lose("user", changesMeaning: false);
        _conversation.EndUser ??= _user;
        _conversation.Reasoning = ChatThinking.Show(_conversation.Reasoning);
        return _conversation;
    }

    private List<string> ReadStop(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return [JsonString.Read(ref reader)];
        var stops = new List<string>();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.Null)) request.Refuse("stop", "a string or a list of strings");
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return stops;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (request.ReadText(ref reader, $"stop[{i}]") is { } stop) stops.Add(stop);
        }

        return stops;
    }

    private void ReadStreamOptions(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsObject(ref reader, "stream_options")) return;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "include_usage") _conversation.UsageAsked = request.ReadFlag(ref reader, "stream_options.include_usage") == true;
            // Padding against those who watch the wire: nothing that an answer of Relay's has.
            else if (name == "include_obfuscation") reader.Skip();
            else request.Lose(ref reader, "stream_options", name);
        }
    }

    // Sound and pictures are other answers than text; text alone is what comes anyway.
    private void ReadModalities(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "modalities")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (request.ReadText(ref reader, $"modalities[{i}]") is not (null or "text"))
                request.Lose($"modalities[{i}]", changesMeaning: true);
        }
    }
}
