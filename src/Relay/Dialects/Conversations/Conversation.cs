namespace Relay.Dialects.Conversations;

/// <summary>
/// What a caller asks of a model, in no dialect's words. A dialect's request reader makes one, another dialect's
/// request writer says it; where both sides speak the same dialect there is none, and bytes pass through.
/// Raw JSON and base64 are slices of the caller's body, and live as long as that does.
/// </summary>
internal sealed class Conversation
{
    /// <summary>The model that the caller asks for.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the answer is to be a stream of events.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a chat caller asks for the usage chunk of a stream.</summary>
    public bool UsageAsked { get; set; }

    /// <summary>What was said so far, in order. Two of the same role may stand one after the other.</summary>
    public List<Message> Messages { get; } = [];

    /// <summary>The tools that the model may call, in the caller's order, which prompt caches depend on.</summary>
    public List<Tool> Tools { get; } = [];

    /// <summary>Whether the caller offers tools of its provider's own, which are listed among <see cref="Losses"/>.</summary>
    public bool LosesTools { get; set; }

    /// <summary>Which tools it must call; null when the caller does not say.</summary>
    public ToolChoice? ToolChoice { get; set; }

    /// <summary>Whether several tools may be called at once; null when the caller does not say.</summary>
    public bool? ParallelToolCalls { get; set; }

    /// <summary>How the next token is chosen, and when to stop.</summary>
    public Sampling Sampling { get; } = new();

    /// <summary>How the model is to reason; null when the caller does not say.</summary>
    public Reasoning? Reasoning { get; set; }

    /// <summary>The form of the text; null when the caller does not say.</summary>
    public OutputFormat? Output { get; set; }

    /// <summary>How many words to make: <c>low</c>, <c>medium</c>, <c>high</c>; null when the caller does not say.</summary>
    public string? Verbosity { get; set; }

    /// <summary>The provider's class of service, in the caller's dialect's words.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>What the provider is to keep its prompt cache by (<c>prompt_cache_key</c>).</summary>
    public string? CacheKey { get; set; }

    /// <summary>How long the provider is to keep it (<c>prompt_cache_retention</c>): <c>in_memory</c>, <c>24h</c>; null when the caller does not say.</summary>
    public string? CacheRetention { get; set; }

    /// <summary>The caller's own user, for the provider's abuse checks.</summary>
    public string? EndUser { get; set; }

    /// <summary>The caller's metadata, a JSON object; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Metadata { get; set; }

    /// <summary>
    /// What the caller calls an option that its dialect has several words for, by the name that OpenAI Chat has for it; null
    /// where it used none of these.
    /// </summary>
    public Dictionary<string, string>? Names { get; private set; }

    /// <summary>Lists a choice of a tool that is lost: without it the model would do something else.</summary>
    public void LoseChoice()
    {
        if (LosesTools && ToolChoice is { Kind: ToolChoiceKind.Named, Name: { } name } && !Tools.Exists(tool => tool.Name == name))
            Losses.Add(new("tool_choice", true));
    }

    /// <summary>Lists what documents were to be cited, for a provider whose dialect has no word for that.</summary>
    public void LoseCitations()
    {
        var parts = Messages.SelectMany(static message => message.Parts);
        foreach (var file in parts.Concat(parts.OfType<ToolResultPart>().SelectMany(static result => result.Content)).OfType<FilePart>())
        {
            if (file.IsCited) Losses.Add(new($"{file.Path}.citations", false));
        }
    }

    /// <summary>Notes what the caller calls an option; the last word counts.</summary>
    public void Name(string option, string word) => (Names ??= [])[option] = word;

    /// <summary>
    /// What the request holds that this form has no place for, or that the target cannot express. Readers and
    /// writers both add; what remains decides between an error and <c>x-relay-dropped</c>.
    /// </summary>
    public List<Loss> Losses { get; } = [];
}
