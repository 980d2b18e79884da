using System.Buffers;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Brings the parts of an answer into the order that a sink is promised: the first that is open is pushed as it comes,
/// those behind it wait for its end.
/// </summary>
internal sealed class ResponsesAnswerParts
{
    private readonly List<ResponsesAnswerPart> _open = [];

    /// <summary>Whether a call was pushed.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>Whether a refusal was pushed.</summary>
    public bool HasRefusal { get; private set; }

    /// <summary>The part of an item at a place, which begins if nothing of it has come.</summary>
    public ResponsesAnswerPart Of(ResponsesAnswerItem item, AnswerPartKind kind, int? index, IAnswerSink sink)
    {
        if (item.Find(kind, index) is { } found) return found;
        // The parts of one item never come at once; one of which only a source came has its text to come.
        if (item.Parts is [.., { Length: > 0 } last]) End(last, sink);
        var part = new ResponsesAnswerPart(kind, index ?? 0);
        item.Parts.Add(part);
        _open.Add(part);
        return part;
    }

    /// <summary>More of a part.</summary>
    public void Append(ResponsesAnswerPart part, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (text.IsEmpty || part.HasEnded) return;
        part.Length += text.Length;
        if (part.HasBegun)
        {
            sink.Append(text);
            return;
        }

        part.Waiting.Write(text);
        Advance(sink);
    }

    /// <summary>A source of a part.</summary>
    public static void Cite(ResponsesAnswerPart part, Citation citation, IAnswerSink sink)
    {
        if (part.HasEnded) return;
        if (part.HasBegun) sink.Cite(citation);
        else part.Citations.Add(citation);
    }

    /// <summary>A part is whole.</summary>
    public void End(ResponsesAnswerPart part, IAnswerSink sink)
    {
        if (part.HasEnded) return;
        part.HasEnded = true;
        Advance(sink);
    }

    /// <summary>Ends all that is open.</summary>
    public void Flush(IAnswerSink sink)
    {
        foreach (var part in _open) part.HasEnded = true;
        Advance(sink);
    }

    /// <summary>Pushes what can be pushed now; also when the head of the first part has come.</summary>
    public void Advance(IAnswerSink sink)
    {
        while (_open is [var first, ..])
        {
            if (!first.HasBegun && first.CanBegin) Begin(first, sink);
            if (!first.HasEnded) return;
            // What never said anything is no part, and a call without a name none that anybody could run.
            if (first.HasBegun) End(sink, first);
            _open.RemoveAt(0);
        }
    }

    private void Begin(ResponsesAnswerPart part, IAnswerSink sink)
    {
        part.HasBegun = true;
        HasCalls |= part.Kind == AnswerPartKind.ToolCall;
        HasRefusal |= part.Kind == AnswerPartKind.Refusal;
        sink.BeginPart(part.Head);
        foreach (var weight in part.Weights) sink.Weigh(weight);
        if (part.Waiting.WrittenCount > 0) sink.Append(part.Waiting.WrittenSpan);
        part.Waiting.Clear();
        foreach (var citation in part.Citations) sink.Cite(citation);
    }

    private static void End(IAnswerSink sink, ResponsesAnswerPart part)
    {
        if (part.Signature is { } signature) sink.Sign(signature);
        sink.EndPart();
    }
}
