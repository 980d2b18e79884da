using System.Buffers;
using Relay.Dialects.Conversations;
using Relay.Ingress;
using Relay.Ledger;

namespace Relay.Forwarding.Continuing;

/// <summary>
/// Stands before the writer of a stream that may be continued. It remembers the text so far, and what another provider then
/// says it joins to that: no second beginning, no repetition, no thoughts amidst the text. Not thread-safe. What it remembers
/// is in pooled memory, is given back when the text can no longer be continued, and goes nowhere but into the next request.
/// </summary>
/// <param name="writer">What the caller gets.</param>
/// <param name="budget">What the memory is taken from.</param>
/// <param name="isMarked">Whether the place of a joint is marked with a comment.</param>
internal sealed class AnswerJoint(IAnswerWriter writer, MemoryBudget budget, bool isMarked) : IAnswerSink, IDisposable
{
    /// <summary>A longer text, in bytes, is not continued: to have it read once more would cost more than it is worth.</summary>
    public const int MostText = 256 * 1024;

    private readonly PooledBody _text = new(budget);
    private readonly PooledBody _undecided = new(budget);
    private bool _hasBegun;
    private bool _isOpen;
    private bool _isJoined;
    private bool _isDeciding;
    private bool _isLeftOut;
    private int _asked;

    /// <summary>What the caller gets.</summary>
    public IAnswerWriter Writer => writer;

    /// <summary>Whether there has been nothing but text so far.</summary>
    public bool IsTextOnly { get; private set; } = true;

    /// <summary>Whether the stream stands in the middle of a text that another provider could go on with.</summary>
    public bool CanContinue => IsTextOnly && _isOpen && _text.Length > 0;

    /// <summary>The text so far; empty when it cannot be continued.</summary>
    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>What comes from now on goes on with the text.</summary>
    /// <param name="asked">How many bytes of the text's end the model was asked to repeat, as <see cref="Overlap"/> counts them.</param>
    public void Resume(int asked)
    {
        // What was undecided was a repetition, as far as it came.
        _undecided.Clear();
        _isJoined = _isDeciding = true;
        _isLeftOut = false;
        _asked = asked;
    }

    /// <inheritdoc/>
    public void Begin(string? id, string? model)
    {
        if (_hasBegun && isMarked) writer.Output.Write(": relay-continued\n\n"u8);
        if (!_hasBegun) writer.Begin(id, model);
        _hasBegun = true;
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        if (_isJoined)
        {
            _isLeftOut = part.Kind == AnswerPartKind.Reasoning;
            if (_isLeftOut || part.Kind == AnswerPartKind.Text) return;
            EndJoined();
        }

        if (part.Kind != AnswerPartKind.Text) GiveUp();
        _isOpen = true;
        writer.BeginPart(part);
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (_isLeftOut || text.IsEmpty) return;
        if (!_isDeciding) Pass(text);
        // Without the memory to decide, it is as if nothing were repeated.
        else if (_undecided.TryAppend(text)) Decide(isAll: false);
        else PassUndecided(0, text);
    }

    /// <inheritdoc/>
    public void Weigh(TokenWeight weight)
    {
        // Another provider's model has other tokens, and would be asked for their likelihoods again.
        if (_isLeftOut || _isJoined) return;
        GiveUp();
        writer.Weigh(weight);
    }

    /// <inheritdoc/>
    public void Serve(string tier) => writer.Serve(tier);

    /// <inheritdoc/>
    public void Sign(Signature signature)
    {
        // A seal on a part of a text says nothing of the whole.
        if (_isLeftOut || _isJoined) return;
        GiveUp();
        writer.Sign(signature);
    }

    /// <inheritdoc/>
    public void Cite(Citation citation)
    {
        if (_isLeftOut) return;
        GiveUp();
        // Its place is one in the second piece only.
        writer.Cite(_isJoined ? citation with { Start = null, End = null } : citation);
    }

    /// <inheritdoc/>
    public void EndPart()
    {
        if (_isLeftOut) _isLeftOut = false;
        else if (_isJoined) EndJoined();
        else EndOpen();
    }

    /// <inheritdoc/>
    public void Report(in Usage usage) => writer.Report(usage);

    /// <inheritdoc/>
    public void Finish(FinishReason reason, string? stopSequence)
    {
        if (_isJoined) EndJoined();
        GiveUp();
        writer.Finish(reason, stopSequence);
    }

    /// <inheritdoc/>
    public void End() => writer.End();

    /// <summary>Gives the memory back. What is written afterwards is written all the same.</summary>
    public void Dispose()
    {
        _isDeciding = false;
        GiveUp();
    }

    private void Decide(bool isAll)
    {
        if (!Overlap.TryDecide(_text.Span, _undecided.Span, _asked, isAll, out var repeated)) return;
        PassUndecided(repeated, default);
    }

    private void PassUndecided(int from, ReadOnlySpan<byte> more)
    {
        _isDeciding = false;
        Pass(_undecided.Span[from..]);
        Pass(more);
        _undecided.Clear();
    }

    private void Pass(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        writer.Append(text);
        if (IsTextOnly && (_text.Length + text.Length > MostText || !_text.TryAppend(text))) GiveUp();
    }

    // A continuation may begin with a call of a tool, or end without a word: the text ends there.
    private void EndJoined()
    {
        if (_isDeciding) Decide(isAll: true);
        _isJoined = _isDeciding = false;
        EndOpen();
    }

    private void EndOpen()
    {
        if (_isOpen) writer.EndPart();
        _isOpen = false;
    }

    private void GiveUp()
    {
        // While it is being decided, the text is needed still.
        if (_isDeciding) Decide(isAll: true);
        _isDeciding = false;
        IsTextOnly = false;
        _text.Dispose();
        _undecided.Dispose();
    }
}
