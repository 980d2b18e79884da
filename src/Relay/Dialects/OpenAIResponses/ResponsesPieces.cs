using System.Buffers;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Brings texts to the parts that they are of, pieces as well as the whole. What came before never comes again.</summary>
/// <param name="parts">Where they go.</param>
internal sealed class ResponsesPieces(ResponsesAnswerParts parts)
{
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>A piece of a part.</summary>
    public void Append(ResponsesAnswerItem item, AnswerPartKind kind, int? index, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (item.HasEnded) return;
        ResponsesJson.ReadText(text, _text);
        if (_text.WrittenCount == 0) return;
        Push(item, parts.Of(item, kind, index, sink), index, sink);
    }

    /// <summary>A part in full, of which nothing is new if anything came before.</summary>
    public void Complete(ResponsesAnswerItem item, AnswerPartKind kind, int? index, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        // Where pieces did not say which part they are of, nobody knows what of the whole is new.
        if (item.HasEnded || item.IsUncounted || !ResponsesJson.IsText(text)) return;
        var part = parts.Of(item, kind, index, sink);
        if (part.Length > 0 && (kind != AnswerPartKind.Reasoning || index is null || index <= part.Index)) return;
        Append(item, kind, index, text, sink);
    }

    /// <summary>Takes how likely the tokens of the text are that comes next.</summary>
    /// <param name="item">The message.</param>
    /// <param name="index">Which of its parts; null when it does not say.</param>
    /// <param name="logprobs">The list.</param>
    /// <param name="isWhole">Whether it is of all of the text, and so of no use where pieces have come.</param>
    /// <param name="sink">Where it goes.</param>
    public void Weigh(ResponsesAnswerItem item, int? index, ReadOnlySpan<byte> logprobs, bool isWhole, IAnswerSink sink)
    {
        if (logprobs.Length <= 2 || item.HasEnded) return;
        var part = parts.Of(item, AnswerPartKind.Text, index, sink);
        if (part.HasEnded || (isWhole && part.Length > 0)) return;
        foreach (var weight in TokenWeights.Read(logprobs))
        {
            if (part.HasBegun) sink.Weigh(weight);
            else part.Weights.Add(weight);
        }
    }

    // What was unescaped last, to its part.
    private void Push(ResponsesAnswerItem item, ResponsesAnswerPart part, int? index, IAnswerSink sink)
    {
        item.IsUncounted |= index is null;
        if (part.Kind == AnswerPartKind.Reasoning && index > part.Index)
        {
            // A summary is of several, each a paragraph with a heading.
            if (part.Length > 0 && item.HasThoughts == false) parts.Append(part, "\n\n"u8, sink);
            part.Index = index.Value;
        }

        parts.Append(part, _text.WrittenSpan, sink);
    }
}
