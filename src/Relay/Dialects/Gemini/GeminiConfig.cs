using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reads <c>generationConfig</c>.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#GenerationConfig</remarks>
internal sealed class GeminiConfig(GeminiRequestBody request)
{
    private const string Path = "generationConfig";

    private string? _type;
    private ReadOnlyMemory<byte> _schema;
    private string? _schemaName;

    /// <summary>Reads the object.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsObject(ref reader, Path)) return;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            if (!TryReadSampling(ref reader, name)) ReadForm(ref reader, name);
        }
    }

    /// <summary>Says the output's form when all of it was read.</summary>
    public void Finish()
    {
        if (_type is "application/json" || (_type is null && !_schema.IsEmpty))
        {
            request.Conversation.Output = new OutputFormat { Schema = _schema };
            var called = $"{Path}.{_schemaName ?? "responseMimeType"}";
            request.Conversation.Name("response_format", called);
            request.Conversation.Name("response_format.schema", called);
        }
        else if (_type is not (null or "" or "text/plain"))
        {
            // One of a list of words, and nothing else.
            request.Lose($"{Path}.responseMimeType", changesMeaning: true);
        }
    }

    private bool TryReadSampling(scoped ref Utf8JsonReader reader, string name)
    {
        var sampling = request.Conversation.Sampling;
        var at = $"{Path}.{name}";
        switch (name)
        {
            case "maxOutputTokens": sampling.MaxTokens = request.ReadInteger(ref reader, at); return true;
            case "temperature": sampling.Temperature = request.ReadNumber(ref reader, at); return true;
            case "topP": sampling.TopP = request.ReadNumber(ref reader, at); return true;
            // Gemini's type is a number with a fraction, though none has a meaning.
            case "topK": sampling.TopK = request.ReadInteger(ref reader, at); return true;
            case "stopSequences": sampling.Stop = request.ReadTexts(ref reader, at) ?? []; return true;
            case "seed": sampling.Seed = request.ReadInteger(ref reader, at); return true;
            case "frequencyPenalty": sampling.FrequencyPenalty = request.ReadNumber(ref reader, at); return true;
            case "presencePenalty": sampling.PresencePenalty = request.ReadNumber(ref reader, at); return true;
            case "candidateCount": sampling.Choices = request.ReadInteger(ref reader, at); return true;
            case "responseLogprobs": sampling.Logprobs = request.ReadFlag(ref reader, at); return true;
            case "logprobs": sampling.TopLogprobs = request.ReadInteger(ref reader, at); return true;
            default: return false;
        }
    }

    private void ReadForm(scoped ref Utf8JsonReader reader, string name)
    {
        var at = $"{Path}.{name}";
        switch (name)
        {
            case "thinkingConfig":
                if (request.IsObject(ref reader, at)) ReadThinking(ref reader, at);
                break;
            case "responseMimeType": _type = request.ReadText(ref reader, at); break;
            case "responseSchema":
                if (request.IsObject(ref reader, at)) (_schema, _schemaName) = (GeminiSchema.ToJsonSchema(request.Slice(ref reader).Span), name);
                break;
            case "responseJsonSchema" or "_responseJsonSchema":
                if (request.IsObject(ref reader, at)) (_schema, _schemaName) = (request.Slice(ref reader), name);
                break;
            case "responseModalities":
                if (request.ReadTexts(ref reader, at) is { } forms
                    && forms.Exists(static form => !form.Equals("TEXT", StringComparison.OrdinalIgnoreCase)))
                    request.Lose(at, changesMeaning: true);
                break;
            case "speechConfig": request.Lose(ref reader, Path, name, changesMeaning: true); break;
            default: request.Lose(ref reader, Path, name); break;
        }
    }

    private void ReadThinking(scoped ref Utf8JsonReader reader, string path)
    {
        var reasoning = new Reasoning();
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "thinkingBudget": reasoning = reasoning with { BudgetTokens = request.ReadInteger(ref reader, at) }; break;
                case "thinkingLevel":
                    var level = request.ReadText(ref reader, at)?.ToLowerInvariant();
                    reasoning = reasoning with { Effort = level is "thinking_level_unspecified" ? null : level };
                    break;
                case "includeThoughts": reasoning = reasoning with { Show = request.ReadFlag(ref reader, at) }; break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        request.Conversation.Reasoning = reasoning;
    }
}
