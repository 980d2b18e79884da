namespace Relay.Dialects.Conversations;

/// <summary>How tokens are chosen, and when to stop. Null is what the caller does not say.</summary>
internal sealed class Sampling
{
    /// <summary>The most tokens to make, reasoning included.</summary>
    public long? MaxTokens { get; set; }

    /// <summary>From 0; Anthropic ends at 1, the others at 2.</summary>
    public double? Temperature { get; set; }

    /// <summary>From 0 to 1.</summary>
    public double? TopP { get; set; }

    /// <summary>1 or more.</summary>
    public long? TopK { get; set; }

    /// <summary>Texts that end the answer.</summary>
    public IReadOnlyList<string> Stop { get; set; } = [];

    /// <summary>For answers that can be had again.</summary>
    public long? Seed { get; set; }

    /// <summary>From -2 to 2.</summary>
    public double? FrequencyPenalty { get; set; }

    /// <summary>From -2 to 2.</summary>
    public double? PresencePenalty { get; set; }

    /// <summary>How many answers to choose from; one when null.</summary>
    public long? Choices { get; set; }

    /// <summary>Whether one answer is wanted, as where nothing is said.</summary>
    public bool IsOneChoice => Choices is null or 1;

    /// <summary>Whether the tokens' probabilities are wanted.</summary>
    public bool? Logprobs { get; set; }

    /// <summary>Of how many other tokens at each place.</summary>
    public long? TopLogprobs { get; set; }
}
