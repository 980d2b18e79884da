namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// What a model does with reasoning, as far as its name tells. OpenAI refuses what it takes with the one kind from the
/// other; of a model that it does not know by name, as of an Azure deployment, neither is known.
/// </summary>
/// <remarks>https://platform.openai.com/docs/guides/reasoning</remarks>
/// <param name="Reasons">Whether it is known to reason.</param>
/// <param name="NeverReasons">Whether it is known not to.</param>
internal readonly record struct ResponsesRequestModel(bool Reasons, bool NeverReasons)
{
    // The first generation of GPT that reasons.
    private const int FirstToReason = 5;

    /// <summary>Looks at a name, which may stand behind that of its maker.</summary>
    public static ResponsesRequestModel Of(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.Ordinal)) name = name[3..];
        if (name.StartsWith("chatgpt-4o", StringComparison.Ordinal)) return new(false, true);
        // o1, o3, o4-mini.
        if (name is ['o', >= '1' and <= '9', ..]) return new(true, false);
        if (!name.StartsWith("gpt-", StringComparison.Ordinal) || name.Length < 5 || !char.IsAsciiDigit(name[4])) return default;
        var isTalker = name.StartsWith("gpt-5-chat", StringComparison.Ordinal);
        var reasons = (name[4] - '0' >= FirstToReason || (name.Length > 5 && char.IsAsciiDigit(name[5]))) && !isTalker;
        return new(reasons, !reasons);
    }
}
