using System.Buffers;

namespace Relay.Dialects.Conversations;

/// <summary>Says one choice of an answer, in a dialect that has several: what <see cref="IAnswerSink"/> says of it.</summary>
/// <param name="index">Its number.</param>
internal abstract class ChoiceWriter(int index)
{
    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>The open part.</summary>
    protected AnswerPart Part { get; private set; }

    /// <summary>All that the open part holds: text, arguments or base64.</summary>
    protected ArrayBufferWriter<byte> Content { get; } = new();

    /// <summary>The open part's signature; null for none, and for a call of a tool.</summary>
    protected Signature? Signature { get; private set; }

    /// <summary>How likely the tokens are that were not said yet.</summary>
    protected List<TokenWeight> Weights { get; } = [];

    /// <inheritdoc cref="IAnswerSink.BeginPart"/>
    public void BeginPart(in AnswerPart part)
    {
        Part = part;
        Signature = null;
        Content.ResetWrittenCount();
        OnPartBegun();
    }

    /// <inheritdoc cref="IAnswerSink.Append"/>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Content.Write(text);
        OnAppended(text);
    }

    /// <inheritdoc cref="IAnswerSink.Weigh"/>
    public void Weigh(TokenWeight weight) => Weights.Add(weight);

    /// <inheritdoc cref="IAnswerSink.Sign"/>
    public void Sign(Signature signature) => Signature = signature;

    /// <inheritdoc cref="IAnswerSink.Cite"/>
    public abstract void Cite(Citation citation);

    /// <inheritdoc cref="IAnswerSink.EndPart"/>
    public abstract void EndPart();

    /// <inheritdoc cref="IAnswerSink.Finish"/>
    public abstract void Finish(FinishReason reason, string? stopSequence);

    /// <summary>A part has begun.</summary>
    protected virtual void OnPartBegun()
    {
    }

    /// <summary>More of the open part has come, and is in <see cref="Content"/>.</summary>
    protected virtual void OnAppended(ReadOnlySpan<byte> text)
    {
    }
}
