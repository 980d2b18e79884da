using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads the members of a request that are neither its input nor its tools.</summary>
internal sealed class ResponsesOptions(RequestBody request)
{
    private readonly Conversation _conversation = request.Conversation;
    private readonly Sampling _sampling = request.Conversation.Sampling;
    private string? _instructions;
    private long? _topLogprobs;
    private string? _user;

    /// <summary>Reads the member that the reader stands on the value of.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "instructions": ReadInstructions(ref reader); break;
            case "max_output_tokens": _sampling.MaxTokens = request.ReadInteger(ref reader, name); break;
            case "temperature": _sampling.Temperature = request.ReadNumber(ref reader, name); break;
            case "top_p": _sampling.TopP = request.ReadNumber(ref reader, name); break;
            case "top_logprobs": _topLogprobs = request.ReadInteger(ref reader, name); break;
            case "include": ReadInclude(ref reader); break;
            case "parallel_tool_calls": _conversation.ParallelToolCalls = request.ReadFlag(ref reader, name); break;
            case "reasoning": ReadReasoning(ref reader); break;
            case "text": ResponsesOptionsText.Read(ref reader, request); break;
            case "service_tier": _conversation.ServiceTier = request.ReadText(ref reader, name); break;
            case "prompt_cache_key": _conversation.CacheKey = request.ReadText(ref reader, name); break;
            case "prompt_cache_retention": _conversation.CacheRetention = request.ReadText(ref reader, name); break;
            case "safety_identifier":
                _conversation.EndUser = request.ReadText(ref reader, name);
                _conversation.Name("user", name);
                break;
            case "user": _user = request.ReadText(ref reader, name); break;
            case "metadata": _conversation.Metadata = request.ReadObject(ref reader, name); break;
            case "store": LoseIfTrue(ref reader, name, changesMeaning: false); break;
            // What the provider keeps for later, or kept from before: the answer is another one without it.
            case "background": LoseIfTrue(ref reader, name, changesMeaning: true); break;
            case "previous_response_id" or "conversation" or "prompt": request.Lose(ref reader, "", name, changesMeaning: true); break;
            case "truncation":
                if (request.ReadText(ref reader, name) is not (null or "disabled")) request.Lose(name, changesMeaning: false);
                break;
            case "stream_options": ReadStreamOptions(ref reader); break;
            default: request.Lose(ref reader, "", name); break;
        }
    }

    /// <summary>Puts together what stands in several members, whichever came first.</summary>
    public Conversation Finish()
    {
        if (_instructions is { Length: > 0 } instructions)
            _conversation.Messages.Insert(0, new Message(Role.System) { Parts = { new TextPart(instructions) { Path = "instructions" } } });
        // Without being included they do not come.
        if (_sampling.Logprobs == true) _sampling.TopLogprobs = _topLogprobs;
        // Two names for the same, of which the newer one counts.
        if (_user is not null && _conversation.EndUser is { } user && user != _user) request.Lose("user", changesMeaning: false);
        _conversation.EndUser ??= _user;
        return _conversation;
    }

    // A list of items is the form that a prompt of the provider's takes in an answer, and some callers send it back.
    private void ReadInstructions(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray) request.Lose(ref reader, "", "instructions", changesMeaning: true);
        else _instructions = request.ReadText(ref reader, "instructions");
    }

    private void ReadInclude(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "include")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            switch (request.ReadText(ref reader, $"include[{i}]"))
            {
                // Signatures come with thoughts, whoever asks for them.
                case null or "reasoning.encrypted_content": break;
                case "message.output_text.logprobs": _sampling.Logprobs = true; break;
                default: request.Lose($"include[{i}]", changesMeaning: false); break;
            }
        }
    }

    private void ReadReasoning(scoped ref Utf8JsonReader reader)
    {
        const string Path = "reasoning";
        if (!request.IsObject(ref reader, Path)) return;
        string? effort = null, summary = null, oldSummary = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "effort") effort = request.ReadText(ref reader, $"{Path}.effort");
            else if (name == "summary") summary = request.ReadText(ref reader, $"{Path}.summary");
            else if (name == "generate_summary") oldSummary = request.ReadText(ref reader, $"{Path}.generate_summary");
            else request.Lose(ref reader, Path, name);
        }

        summary ??= oldSummary;
        if (effort is not null || summary is not null) _conversation.Reasoning = new Reasoning { Effort = effort, Summary = summary };
    }

    private void ReadStreamOptions(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsObject(ref reader, "stream_options")) return;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            // Padding against those who watch the wire: nothing that an answer of Relay's has.
            if (name == "include_obfuscation") reader.Skip();
            else request.Lose(ref reader, "stream_options", name);
        }
    }

    private void LoseIfTrue(scoped ref Utf8JsonReader reader, string name, bool changesMeaning)
    {
        if (request.ReadFlag(ref reader, name) == true) request.Lose(name, changesMeaning);
    }
}
