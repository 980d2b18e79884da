using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Reads what stands beside messages and tools at the top level.</summary>
internal sealed class MessagesOptions(RequestBody request)
{
    private Reasoning? _thinking;
    private string? _effort;

    /// <summary>Reads the member that the reader stands on.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string name)
    {
        var sampling = request.Conversation.Sampling;
        switch (name)
        {
            case "max_tokens": sampling.MaxTokens = request.ReadInteger(ref reader, name); break;
            case "temperature": sampling.Temperature = request.ReadNumber(ref reader, name); break;
            case "top_p": sampling.TopP = request.ReadNumber(ref reader, name); break;
            case "top_k": sampling.TopK = request.ReadInteger(ref reader, name); break;
            case "stop_sequences": sampling.Stop = request.ReadTexts(ref reader, name) ?? []; break;
            case "service_tier": request.Conversation.ServiceTier = request.ReadText(ref reader, name); break;
            case "metadata": ReadMetadata(ref reader); break;
            case "thinking": ReadThinking(ref reader); break;
            case "output_config": ReadOutput(ref reader); break;
            // What output_config.format was called before.
            case "output_format":
                ReadFormat(ref reader, name);
                request.Conversation.Name("response_format", name);
                break;
            // Servers whose tools the model was to have, and where its provider runs code, with skills for it.
            case "mcp_servers" or "container": request.LoseTools(ref reader, "", name); break;
            default: request.Lose(ref reader, "", name); break;
        }
    }

    /// <summary>Says how to reason when all of it was read.</summary>
    public void Finish()
    {
        if (_thinking is { BudgetTokens: 0 } off)
        {
            if (_effort is not null) request.Lose("output_config.effort", changesMeaning: false);
            request.Conversation.Reasoning = off with { Effort = "none" };
        }
        else if (_thinking is not null || _effort is not null)
        {
            request.Conversation.Reasoning = (_thinking ?? new Reasoning()) with { Effort = _effort };
            if (_thinking is null) request.Conversation.Name("reasoning", "output_config.effort");
        }
    }

    private void ReadMetadata(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsObject(ref reader, "metadata")) return;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "user_id") request.Conversation.EndUser = request.ReadText(ref reader, "metadata.user_id");
            else request.Lose(ref reader, "metadata", name);
        }
    }

    private void ReadThinking(scoped ref Utf8JsonReader reader)
    {
        const string Path = "thinking";
        if (!request.IsObject(ref reader, Path)) return;
        string? type = null, display = null;
        long? budget = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "type": type = request.ReadText(ref reader, $"{Path}.type"); break;
                case "budget_tokens": budget = request.ReadInteger(ref reader, $"{Path}.budget_tokens"); break;
                case "display": display = request.ReadText(ref reader, $"{Path}.display"); break;
                default: request.Lose(ref reader, Path, name); break;
            }
        }

        _thinking = type switch
        {
            // Thoughts are shown unless it says otherwise.
            "enabled" => new Reasoning { BudgetTokens = budget ?? -1, Show = display is not "omitted" },
            // Whether they are shown depends on the model when it does not say.
            "adaptive" => new Reasoning { BudgetTokens = -1, Show = display is null ? null : display is not "omitted" },
            "disabled" => new Reasoning { BudgetTokens = 0 },
            _ => null,
        };
        if (_thinking is null) request.Lose($"{Path}.type", changesMeaning: false);
    }

    private void ReadOutput(scoped ref Utf8JsonReader reader)
    {
        const string Path = "output_config";
        if (!request.IsObject(ref reader, Path)) return;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "effort") _effort = request.ReadText(ref reader, $"{Path}.effort");
            else if (name is "format") ReadFormat(ref reader, $"{Path}.format");
            else request.Lose(ref reader, Path, name);
        }
    }

    private void ReadFormat(scoped ref Utf8JsonReader reader, string path)
    {
        if (!request.IsObject(ref reader, path)) return;
        string? type = null;
        var output = new OutputFormat { Strict = true };
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "type": type = request.ReadText(ref reader, $"{path}.type"); break;
                case "schema": output = output with { Schema = request.ReadObject(ref reader, $"{path}.schema") }; break;
                case "name": output = output with { Name = request.ReadText(ref reader, $"{path}.name") }; break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (type is "json_schema" && !output.Schema.IsEmpty) request.Conversation.Output = output;
        else if (type is not (null or "text")) request.Lose(path, changesMeaning: true);
    }
}
