using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// Understands the answer of a provider that speaks chat completions, OpenAI or compatible. Of several choices the first
/// counts. The reason to finish is pushed at the end of the stream, for parts may still come behind it.
/// </summary>
/// <param name="idOfCalls">What ids of calls are made of where the provider gives neither them nor the answer one.</param>
/// <param name="tools">The conversation's tools, whose names the provider knows in its own form.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class ChatAnswerReader(string idOfCalls, IReadOnlyList<Tool> tools) : IAnswerReader
{
    private readonly ChatAnswerParts _parts = new(new ChatToolNames(tools));
    private ChatMessageReader? _message;
    private string? _finish;
    private string? _stopText;
    private string? _tier;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return AnswerEventKind.Preamble;
        if (!data.SequenceEqual("[DONE]"u8)) return Read(data, sink, isWhole: false);
        // The end of nothing is no answer.
        if (!_hasBegun) return AnswerEventKind.Malformed;
        Complete(sink);
        return AnswerEventKind.Done;
    }

    /// <inheritdoc/>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var kind = Read(json, sink, isWhole: true);
        if (kind is AnswerEventKind.Error or AnswerEventKind.Malformed) return kind;
        Complete(sink);
        return AnswerEventKind.Content;
    }

    /// <inheritdoc/>
    public bool ReadEnd(IAnswerSink sink)
    {
        // Many compatible providers leave out the last event, but none the reason.
        if (_finish is not null) Complete(sink);
        return _hasEnded;
    }

    private AnswerEventKind Read(ReadOnlySpan<byte> json, IAnswerSink sink, bool isWhole)
    {
        try
        {
            var chunk = ChatChunk.Read(json, withHead: !_hasBegun);
            if (chunk.IsError) return AnswerEventKind.Error;
            return isWhole && chunk.Choices.IsEmpty ? AnswerEventKind.Malformed : Push(chunk, sink, isWhole);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met. Nothing has been pushed in either case.
            return AnswerEventKind.Malformed;
        }
    }

    private AnswerEventKind Push(in ChatChunk chunk, IAnswerSink sink, bool isWhole)
    {
        if (!_hasBegun && (!chunk.Choices.IsEmpty || chunk.Usage is not null)) Begin(chunk.Id, chunk.Model, sink);
        if (chunk.Tier is { } tier && tier != _tier && _hasBegun)
        {
            _tier = tier;
            sink.Serve(tier);
        }

        var hasContent = !chunk.Choices.IsEmpty && ReadChoices(chunk.Choices, sink, isWhole);
        if (chunk.Usage is { } usage) sink.Report(usage);
        return hasContent ? AnswerEventKind.Content
            : chunk.Usage is not null && chunk.Choices.IsEmpty ? AnswerEventKind.Usage
            : AnswerEventKind.Preamble;
    }

    private void Begin(string? id, string? model, IAnswerSink sink)
    {
        _hasBegun = true;
        // Ids of calls may be asked to be unique in all of a conversation.
        _parts.IdOfCalls = new string([.. (id ?? idOfCalls).Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
        _message = new ChatMessageReader(_parts);
        sink.Begin(id, model);
    }

    private bool ReadChoices(ReadOnlySpan<byte> choices, IAnswerSink sink, bool isWhole)
    {
        var hasContent = false;
        var reader = DialectJson.ReaderOn(choices);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var choice = ChatChoice.Read(ref reader, choices);
            if (choice.Index != 0 || _hasEnded) continue;
            if (!choice.Logprobs.IsEmpty) _parts.Weigh(choice.Logprobs);
            if (!choice.Message.IsEmpty) hasContent |= _message!.Read(choice.Message, sink, isWhole);
            _stopText = choice.StopText ?? _stopText;
            if (choice.FinishReason is null) continue;
            _finish = choice.FinishReason;
            hasContent = true;
            _parts.Flush(sink);
        }

        return hasContent;
    }

    private void Complete(IAnswerSink sink)
    {
        if (_hasEnded) return;
        _hasEnded = true;
        _parts.Flush(sink);
        var reason = ReasonOf();
        sink.Finish(reason, reason == FinishReason.StopSequence ? _stopText : null);
        sink.End();
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
