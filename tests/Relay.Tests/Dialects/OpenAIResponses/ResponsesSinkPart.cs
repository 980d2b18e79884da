using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>A part of an answer as it was pushed.</summary>
internal sealed class ResponsesSinkPart(AnswerPart head)
{
    public AnswerPart Head { get; } = head;

    public string Text { get; set; } = "";

    public Signature? Signature { get; set; }

    public List<Citation> Citations { get; } = [];

    public override string ToString()
    {
        var head = Head.Kind switch
        {
            AnswerPartKind.ToolCall => $"{(Head.IsCustom ? "custom" : "call")} {Head.Id} {(Head.Namespace is null ? "" : Head.Namespace + "/")}{Head.Name}",
            AnswerPartKind.Image => $"image {Head.MediaType}",
            _ => Head.Kind.ToString().ToLowerInvariant(),
        };
        var signature = Signature is null ? "" : $" signed {Signature.Dialect} {Signature.Value}{(Signature.IsRedacted ? " redacted" : "")}";
        return $"{head} <{Text}>{signature}{string.Concat(Citations.Select(c => $" [{c.Start}-{c.End} {c.Url} {c.Title}]"))}";
    }
}
