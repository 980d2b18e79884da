namespace Relay.Dialects.Conversations;

/// <summary>How likely a token of an answer was.</summary>
/// <param name="Token">Its text; a token that is a part of a character has a stand-in.</param>
/// <param name="Logprob">The natural logarithm of its probability, 0 at most.</param>
internal sealed record TokenWeight(string Token, double Logprob)
{
    /// <summary>Its bytes, as a JSON array; empty when the provider does not say, which are those of the text then.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The likeliest tokens at its place, those first; empty when they were not asked for.</summary>
    public IReadOnlyList<TokenWeight> Others { get; init; } = [];
}
