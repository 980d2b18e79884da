using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Understands answers of Messages: the events of a stream, and whole ones.</summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/streaming</remarks>
/// <param name="tools">The tools that were offered, so that names which had to be changed come back as they were.</param>
internal sealed class MessagesAnswerReader(IReadOnlyList<Tool> tools) : IAnswerReader
{
    private readonly MessagesAnswerBlocks _blocks = new(new MessagesToolNames(tools));
    private MessagesUsage _usage;
    private FinishReason? _finish;
    private string? _stopSequence;
    private string? _explanation;
    private bool _begun;
    private bool _ended;

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8)) return AnswerEventKind.Preamble;
        try
        {
            return MessagesEvent.TryRead(data, out var read) ? ReadEvent(read, sink) : AnswerEventKind.Malformed;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return AnswerEventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        try
        {
            if (!MessagesEvent.TryRead(json, out var read)) return AnswerEventKind.Malformed;
            if (read.Type == "error") return AnswerEventKind.Error;
            if (read.Content is not [(byte)'[', ..]) return AnswerEventKind.Malformed;
            Begin(read, sink);
            _blocks.ReadAll(read.Content, sink);
            ReadStop(read);
            ReadUsage(read.Usage, sink);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return AnswerEventKind.Malformed;
        }

        // The document is whole, so the answer is, whether it says why it ended or not.
        _finish ??= FinishReason.Other;
        ReadEnd(sink);
        return AnswerEventKind.Content;
    }

    /// <inheritdoc/>
    public bool ReadEnd(IAnswerSink sink)
    {
        // All is there once the reason is, though the last event may be missing.
        if (_finish is not { } finish) return false;
        if (_ended) return true;
        _ended = true;
        _blocks.End(sink);
        if (_explanation is { } explanation) MessagesAnswerBlocks.Refuse(explanation, sink);
        sink.Finish(finish switch
        {
            FinishReason.Stop when _blocks.HasCalls => FinishReason.ToolCalls,
            FinishReason.ToolCalls when _blocks.IsAnswered && !_blocks.HasCalls => FinishReason.Stop,
            _ => finish,
        }, _stopSequence);
        sink.End();
        return true;
    }

    private AnswerEventKind ReadEvent(MessagesEvent read, IAnswerSink sink)
    {
        if (read.Type == "error") return AnswerEventKind.Error;
        // Behind the end there is nothing more to say.
        if (_ended) return AnswerEventKind.Preamble;
        switch (read.Type)
        {
            case "message_start":
                MessagesEvent.TryRead(read.Message.IsEmpty ? "{}"u8 : read.Message, out var message);
                return Start(message, sink);
            case "content_block_start":
                Begin(default, sink);
                return _blocks.Start(read.Index, read.Block, sink);
            case "content_block_delta":
                Begin(default, sink);
                return _blocks.Add(read.Index, read.Delta, sink);
            case "content_block_stop":
                _blocks.Stop(read.Index, sink);
                return AnswerEventKind.Preamble;
            case "message_delta":
                Begin(default, sink);
                if (MessagesEvent.TryRead(read.Delta.IsEmpty ? "{}"u8 : read.Delta, out var delta)) ReadStop(delta);
                ReadUsage(read.Usage, sink);
                return _finish is not null ? AnswerEventKind.Content : AnswerEventKind.Usage;
            case "message_stop":
                Begin(default, sink);
                _finish ??= FinishReason.Other;
                ReadEnd(sink);
                return AnswerEventKind.Done;
            // Pings, and what may come to be.
            default: return AnswerEventKind.Preamble;
        }
    }

    private AnswerEventKind Start(MessagesEvent message, IAnswerSink sink)
    {
        var isFirst = !_begun;
        Begin(message, sink);
        ReadUsage(message.Usage, sink);
        // A turn that goes on amidst the provider's own tool has all of its content here, and its reason.
        if (!isFirst || message.Content is not [(byte)'[', ..] || message.StopReason is null) return AnswerEventKind.Preamble;
        _blocks.ReadAll(message.Content, sink);
        ReadStop(message);
        return AnswerEventKind.Content;
    }

    private void Begin(MessagesEvent message, IAnswerSink sink)
    {
        if (_begun) return;
        _begun = true;
        sink.Begin(message.Id, message.Model);
    }

    private void ReadStop(MessagesEvent message)
    {
        if (message.StopReason is not { } reason) return;
        _finish = MessagesFinish.FromText(reason);
        _stopSequence = message.StopSequence;
        if (_finish == FinishReason.Refusal && message.StopDetails is [(byte)'{', ..]) _explanation = ReadExplanation(message.StopDetails);
    }

    private void ReadUsage(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        if (json.IsEmpty) return;
        var reader = DialectJson.ReaderOn(json);
        var before = _usage.Tier;
        if (_usage.Read(ref reader)) sink.Report(_usage.ToUsage());
        if (_usage.Tier is { } tier && tier != before) sink.Serve(tier == "standard" ? "default" : tier);
    }

    private static string? ReadExplanation(ReadOnlySpan<byte> details)
    {
        var reader = DialectJson.ReaderOn(details);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isExplanation = reader.ValueTextEquals("explanation"u8);
            reader.Read();
            if (isExplanation) return MessagesJson.ReadText(ref reader) is { Length: > 0 } text ? text : null;
            reader.Skip();
        }

        return null;
    }
}
