using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads how the model is to reason: OpenAI's word for it, and those of providers that speak its dialect.</summary>
/// <remarks>
/// https://openrouter.ai/docs/use-cases/reasoning-tokens, https://docs.litellm.ai/docs/reasoning_content. What stands
/// in several members is put together.
/// </remarks>
internal static class ChatThinking
{
    /// <summary>Reads the member that the reader stands on the value of, when it is one of these.</summary>
    public static bool TryRead(scoped ref Utf8JsonReader reader, string name, ChatRequestBody request)
    {
        var reasoning = request.Conversation.Reasoning ?? new Reasoning();
        switch (name)
        {
            case "reasoning_effort":
                if (request.ReadText(ref reader, name) is not { } effort) return true;
                reasoning = reasoning with { Effort = effort };
                break;
            case "include_reasoning":
                if (request.ReadFlag(ref reader, name) is not { } show) return true;
                reasoning = reasoning with { Show = show };
                break;
            case "reasoning":
                if (!request.IsObject(ref reader, name)) return true;
                reasoning = ReadReasoning(ref reader, reasoning, request);
                break;
            case "thinking":
                if (!request.IsObject(ref reader, name)) return true;
                reasoning = ReadThinking(ref reader, reasoning, request);
                break;
            default:
                return false;
        }

        request.Conversation.Reasoning = reasoning;
        if (name != "include_reasoning") request.Conversation.Name("reasoning", name);
        return true;
    }

    /// <summary>
    /// Asks for the thoughts of a model that is to think: the dialect has no word for it, and its clients show the
    /// <c>reasoning_content</c> that comes. Unless the caller says that they are not to be shown.
    /// </summary>
    public static Reasoning? Show(Reasoning? reasoning) => reasoning switch
    {
        null or { Show: not null } or { Effort: "none" } or { BudgetTokens: 0 } or { Effort: null, BudgetTokens: null } => reasoning,
        _ => reasoning with { Show = true },
    };

    // OpenRouter's.
    private static Reasoning ReadReasoning(scoped ref Utf8JsonReader reader, Reasoning reasoning, ChatRequestBody request)
    {
        const string Path = "reasoning";
        var isOff = false;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "effort": reasoning = reasoning with { Effort = request.ReadText(ref reader, $"{Path}.effort") }; break;
                case "max_tokens": reasoning = reasoning with { BudgetTokens = request.ReadInteger(ref reader, $"{Path}.max_tokens") }; break;
                case "summary": reasoning = reasoning with { Summary = request.ReadText(ref reader, $"{Path}.summary") }; break;
                case "exclude": reasoning = reasoning with { Show = !request.ReadFlag(ref reader, $"{Path}.exclude") }; break;
                case "enabled": isOff = request.ReadFlag(ref reader, $"{Path}.enabled") == false; break;
                default: request.Lose(ref reader, Path, name); break;
            }
        }

        return isOff ? reasoning with { Effort = "none" } : reasoning;
    }

    // LiteLLM's, DeepSeek's and others', after Anthropic's.
    private static Reasoning ReadThinking(scoped ref Utf8JsonReader reader, Reasoning reasoning, ChatRequestBody request)
    {
        const string Path = "thinking";
        string? type = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "type") type = request.ReadText(ref reader, $"{Path}.type");
            else if (name == "budget_tokens") reasoning = reasoning with { BudgetTokens = request.ReadInteger(ref reader, $"{Path}.budget_tokens") };
            else request.Lose(ref reader, Path, name);
        }

        return type switch
        {
            "disabled" => reasoning with { BudgetTokens = 0 },
            "enabled" or "adaptive" => reasoning with { BudgetTokens = reasoning.BudgetTokens ?? (reasoning.Effort is null ? -1 : null) },
            _ => reasoning,
        };
    }
}
