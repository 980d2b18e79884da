using Relay.Dialects.Operations;

namespace Relay.Dialects;

/// <summary>What Relay needs to know of a request, whatever its dialect. All else of the body is never looked at.</summary>
internal sealed record CallRequest
{
    /// <summary>The wire protocol that the caller speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>What is to be done with the model; null for a conversation.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The body's own media type, when it is a form; null for JSON.</summary>
    public string? FormType { get; init; }

    /// <summary>The model that the caller asks for.</summary>
    public required string Model { get; init; }

    /// <summary>What is to be done, where the path says it (Gemini); null for the one thing that the dialect does.</summary>
    public string? Verb { get; init; }

    /// <summary>The provider's own id of what it holds, where the path names such; null where it does not.</summary>
    public string? HeldId { get; init; }

    /// <summary>The query for the provider, with its question mark; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Whether the answer is to be a stream of events.</summary>
    public required bool Stream { get; init; }

    /// <summary>Whether the caller gets that stream as a JSON array, each event an element of it (Gemini without <c>alt=sse</c>).</summary>
    public bool AsArray { get; init; }

    /// <summary>Whether the caller itself asks for the usage chunk of a stream.</summary>
    public required bool UsageAsked { get; init; }

    /// <summary>Where the fields stand that say which calls belong together and what a provider holds; null when there is none.</summary>
    public BodyHints? Hints { get; init; }

    /// <summary>What to change in the body, in the order of the places; none overlap.</summary>
    public required IReadOnlyList<JsonEdit> Edits { get; init; }

    /// <summary>The changes for a provider that may not be asked for usage: the model's name only.</summary>
    public IReadOnlyList<JsonEdit> EditsOfModel { get => field ?? Edits; init; }

    /// <summary>Whether a provider of the caller's dialect keeps the answer. Of Responses it does unless it is told not to, else when it is told to.</summary>
    /// <param name="body">The body.</param>
    public bool IsStored(ReadOnlySpan<byte> body)
    {
        var said = Hints is null ? default : Hints.Of(BodyHint.Store, body);
        return Dialect == Dialect.OpenAIResponses ? !said.SequenceEqual("false"u8) : said.SequenceEqual("true"u8);
    }
}
