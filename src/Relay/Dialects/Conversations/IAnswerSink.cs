using Relay.Ledger;

namespace Relay.Dialects.Conversations;

/// <summary>
/// Takes an answer as it comes, in no dialect's words. A provider's dialect pushes, a caller's writes.
/// </summary>
/// <remarks>
/// The order, which the pushing side keeps whatever its provider does: one <see cref="Begin"/>; parts one after the
/// other, never two open at once, each <see cref="BeginPart"/>, any of <see cref="Append"/>, <see cref="Sign"/> and
/// <see cref="Cite"/>, then <see cref="EndPart"/>; <see cref="Report"/> any time after <see cref="Begin"/>, the last one
/// counts; one <see cref="Finish"/> behind the last part; one <see cref="End"/>, when the provider's own end has come.
/// An answer that breaks off has neither of the last two. Spans are good only during the call. Where the caller asked for
/// several choices (<see cref="Sampling.Choices"/>), each keeps this order for itself, from its first part to its one
/// <see cref="Finish"/>, and they may take turns anywhere in between; <see cref="SwitchTo"/> says whose turn it is.
/// </remarks>
internal interface IAnswerSink
{
    /// <summary>The answer begins.</summary>
    /// <param name="id">The provider's id of it; null when it gives none.</param>
    /// <param name="model">The model that runs, in the provider's words; null when it does not say.</param>
    void Begin(string? id, string? model);

    /// <summary>
    /// What is pushed from now on of parts, and <see cref="Finish"/>, is of this choice; before the first of these, of choice 0.
    /// Dialects whose callers cannot ask for several are never told.
    /// </summary>
    /// <param name="choice">Its number, from 0; less than the number of choices asked for.</param>
    void SwitchTo(int choice)
    {
    }

    /// <summary>A part begins.</summary>
    void BeginPart(in AnswerPart part);

    /// <summary>More of the open part: text in UTF-8 without JSON's escapes, cut only between characters.</summary>
    void Append(ReadOnlySpan<byte> text);

    /// <summary>
    /// How likely a token of the open text is, before the text is appended, when the caller asked for it. Dialects without
    /// a word for it are never asked.
    /// </summary>
    void Weigh(TokenWeight weight)
    {
    }

    /// <summary>The signature of the open part, when it is no call of a tool.</summary>
    void Sign(Signature signature);

    /// <summary>A source of the open part.</summary>
    void Cite(Citation citation);

    /// <summary>The open part is whole.</summary>
    void EndPart();

    /// <summary>
    /// The class of service that the provider gave, in OpenAI's words (<c>default</c>, <c>flex</c>, <c>priority</c>), any time
    /// between <see cref="Begin"/> and <see cref="Finish"/>; the last one counts.
    /// </summary>
    void Serve(string tier)
    {
    }

    /// <summary>What was used so far.</summary>
    void Report(in Usage usage);

    /// <summary>Why the answer, or the choice, ends.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="stopSequence">The stop text that came; null for none, or when the provider does not say.</param>
    void Finish(FinishReason reason, string? stopSequence);

    /// <summary>The answer is whole.</summary>
    void End();
}
