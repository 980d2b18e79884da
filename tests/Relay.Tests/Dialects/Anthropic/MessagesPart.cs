using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>A part of an answer, whole.</summary>
internal sealed record MessagesPart(AnswerPart Head, string Content, Signature? Signature, List<Citation> Citations)
{
    /// <summary>
    /// The part, with what other providers sealed as they sealed it: to a reader what a provider says is that provider's
    /// own, though it be packed.
    /// </summary>
    public override string ToString()
    {
        var (id, signature) = SignedId.Split(SignedId.Join(Head.Id, Head.Signature), Dialect.Anthropic);
        var seal = Signature is null ? null : Relay.Dialects.Conversations.Signature.Unpack(Signature.Value, Signature.Dialect, Signature.IsRedacted);
        return $"{Head with { Id = id, Signature = signature }} {Content} {seal} {string.Join(' ', Citations)}";
    }
}
