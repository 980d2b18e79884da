using Relay.Dialects.Conversations;

namespace Relay.Dialects;

/// <summary>Stands between a caller and a provider of different dialects, for an answer that comes whole.</summary>
internal interface IWholeTranslation
{
    /// <summary>The request's body for the provider.</summary>
    ReadOnlyMemory<byte> Request { get; }

    /// <summary>The fields that do not reach the provider.</summary>
    IReadOnlyList<Loss> Losses { get; }

    /// <summary>What is to be sent to the caller, once the answer was read.</summary>
    ReadOnlyMemory<byte> Output { get; }

    /// <summary>Takes the provider's whole answer.</summary>
    AnswerEventKind ReadWhole(ReadOnlySpan<byte> json);
}
