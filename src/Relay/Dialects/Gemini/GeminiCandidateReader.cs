using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Understands one of a provider's candidates, across the chunks that it comes in.</summary>
/// <param name="index">Its number.</param>
/// <param name="names">The conversation's tools.</param>
/// <param name="answerId">The answer's id, for ids of calls that have none; null for none.</param>
internal sealed class GeminiCandidateReader(int index, GeminiToolNames names, string? answerId)
{
    private readonly GeminiAnswerParts _parts = new(names, answerId);
    private FinishReason? _reason;

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>Whether it is known why it ended.</summary>
    public bool HasReason => _reason is not null;

    /// <summary>Reads a piece of it, or all.</summary>
    /// <returns>Whether anything came.</returns>
    public bool Read(in GeminiCandidate candidate, IAnswerSink sink)
    {
        if (!candidate.Logprobs.IsEmpty) _parts.Weigh(GeminiWeights.Read(candidate.Logprobs));
        var content = _parts.Read(candidate.Content, sink);
        // Behind the content, whatever the order of the members: they are about what is there.
        if (_parts.HasOpenText) GeminiCitations.Read(candidate.Grounding, candidate.Citations, _parts.Text, sink);
        if (candidate.FinishReason is null or "FINISH_REASON_UNSPECIFIED") return content;
        _reason = GeminiFinish.FromText(candidate.FinishReason);
        return true;
    }

    /// <summary>Says why it ended, where the provider said it elsewhere or not at all.</summary>
    public void End(FinishReason reason) => _reason ??= reason;

    /// <summary>Pushes its end.</summary>
    public void Complete(IAnswerSink sink)
    {
        _parts.End(sink);
        // It says that it stopped also where tools are to be called.
        sink.Finish(_reason == FinishReason.Stop && _parts.HasCalls ? FinishReason.ToolCalls : _reason ?? FinishReason.Other, null);
    }
}
