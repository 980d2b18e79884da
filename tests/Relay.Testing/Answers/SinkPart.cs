using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Testing.Answers;

/// <summary>A part of an answer, as it was pushed or is to be.</summary>
internal sealed class SinkPart(AnswerPart head, string text = "", Signature? signature = null, IEnumerable<Citation>? citations = null)
{
    public AnswerPart Head { get; } = head;

    public string Text { get; set; } = text;

    public Signature? Signature { get; set; } = signature;

    public List<Citation> Citations { get; } = [.. citations ?? []];

    /// <summary>The part with what other providers sealed as they sealed it: to a reader what a provider says is that provider's own, though it be packed.</summary>
    public SinkPart Unpacked(Dialect dialect)
    {
        var (id, sealOfCall) = SignedId.Split(SignedId.Join(Head.Id, Head.Signature), dialect);
        var seal = Signature is null ? null : Signature.Unpack(Signature.Value, Signature.Dialect, Signature.IsRedacted);
        return new SinkPart(Head with { Id = id, Signature = sealOfCall }, Text, seal, Citations);
    }

    /// <summary>Pushes it, its text in pieces of some characters.</summary>
    public void PlayInto(IAnswerSink sink, int cut)
    {
        sink.BeginPart(Head);
        sink.Append([]);
        foreach (var runes in Text.EnumerateRunes().Chunk(cut)) sink.Append(Encoding.UTF8.GetBytes(string.Concat(runes)));
        foreach (var citation in Citations) sink.Cite(citation);
        if (Signature is not null) sink.Sign(Signature);
        sink.EndPart();
    }

    public override string ToString()
    {
        var head = Head.Kind switch
        {
            AnswerPartKind.ToolCall => $"{(Head.IsCustom ? "custom" : "call")} {Head.Id} {(Head.Namespace is null ? "" : Head.Namespace + "/")}{Head.Name}",
            AnswerPartKind.Image => $"image {Head.MediaType}",
            _ => Head.Kind.ToString().ToLowerInvariant(),
        };
        return $"{head} <{Text}>{Shown(Head.Signature)}{Shown(Signature)}{string.Concat(Citations.Select(Shown))}";
    }

    private static string Shown(Signature? signature) =>
        signature is null ? "" : $" signed {signature.Dialect} {signature.Value}{(signature.IsRedacted ? " redacted" : "")}";

    private static string Shown(Citation citation) =>
        $" [{citation.Start}-{citation.End} {citation.Url} {citation.Title}{(citation.FileId is null ? "" : $" of {citation.FileId}")}{(citation.Quote is null ? "" : $" \"{citation.Quote}\"")}]";
}
