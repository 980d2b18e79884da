using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>A part of an answer, whole.</summary>
internal sealed record GeminiPart(AnswerPart Head, string Content, Signature? Signature, List<Citation> Citations)
{
    public override string ToString() => $"{Head} {Content} {Signature} {string.Join(' ', Citations)}";
}
