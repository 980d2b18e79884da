using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Understands one of a provider's choices, across the chunks that it comes in.</summary>
/// <param name="index">Its number.</param>
/// <param name="names">The conversation's tools.</param>
/// <param name="idOfCalls">What ids of calls are made of where the provider gives none.</param>
internal sealed class ChatChoiceReader(int index, ChatToolNames names, string idOfCalls)
{
    private readonly ChatAnswerParts _parts = new(names, idOfCalls);
    private ChatMessageReader? _message;
    private string? _finish;
    private string? _stopText;

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>Whether the provider has said why it ended.</summary>
    public bool HasReason => _finish is not null;

    /// <summary>Reads a piece of it, or all.</summary>
    /// <returns>Whether anything came.</returns>
    public bool Read(in ChatChoice choice, IAnswerSink sink, bool isWhole)
    {
        if (!choice.Logprobs.IsEmpty) _parts.Weigh(choice.Logprobs);
        var hasContent = !choice.Message.IsEmpty && (_message ??= new ChatMessageReader(_parts)).Read(choice.Message, sink, isWhole);
        _stopText = choice.StopText ?? _stopText;
        if (choice.FinishReason is null) return hasContent;
        _finish = choice.FinishReason;
        _parts.Flush(sink);
        return true;
    }

    /// <summary>Pushes its end.</summary>
    public void Complete(IAnswerSink sink)
    {
        _parts.Flush(sink);
        var reason = ReasonOf();
        sink.Finish(reason, reason == FinishReason.StopSequence ? _stopText : null);
    }

    // Some say that they just stopped where the calls or the refusal say why.
    private FinishReason ReasonOf() => ChatFinish.Read(_finish ?? "stop") switch
    {
        FinishReason.Stop when _parts.HasCalls => FinishReason.ToolCalls,
        FinishReason.Stop when _parts.HasRefusal => FinishReason.Refusal,
        FinishReason.Stop when _stopText is not null => FinishReason.StopSequence,
        var reason => reason,
    };
}
