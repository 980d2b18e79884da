using Relay.Dialects.Conversations;
using Relay.Routing.Providers;

namespace Relay.Dialects;

/// <summary>
/// A dialect whose callers can be served by providers of another, and the other way round: what passes between is a
/// <see cref="Conversation"/> and the pushes of an answer.
/// </summary>
internal interface ITranslatedDialect : IDialect
{
    /// <summary>How requests of callers are understood.</summary>
    IRequestReader Requests { get; }

    /// <summary>Says a conversation to a provider.</summary>
    /// <param name="endpoint">How the provider is called, its quirks among it.</param>
    IRequestWriter WriterFor(ProviderEndpoint endpoint);

    /// <summary>What understands a provider's answer, one for each.</summary>
    /// <param name="callId">What ids are made of where the provider gives none.</param>
    /// <param name="tools">The conversation's tools, whose names the provider may know in a form of its own.</param>
    /// <param name="choices">How many choices were asked for; what a provider sends beyond them is left out.</param>
    IAnswerReader CreateReader(string callId, IReadOnlyList<Tool> tools, long choices = 1);

    /// <summary>What says an answer to a caller, one for each.</summary>
    /// <param name="request">What the caller asked for.</param>
    /// <param name="callId">The answer's id where the provider gives none.</param>
    /// <param name="created">When the call came, in seconds since 1970 UTC.</param>
    IAnswerWriter CreateWriter(CallRequest request, string callId, long created);

    /// <summary>
    /// What callers of this dialect know a field by. Parts and tools have paths of their dialect already; an option that a
    /// provider has no place for has only the name that OpenAI Chat gives it.
    /// </summary>
    string FieldOf(string option);
}
