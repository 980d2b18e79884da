using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// Understands the answer of a provider that speaks chat completions, OpenAI or compatible. The reason to finish is pushed at
/// the end of the stream, for parts may still come behind it.
/// </summary>
/// <param name="idOfCalls">What ids of calls are made of where the provider gives neither them nor the answer one.</param>
/// <param name="tools">The conversation's tools, whose names the provider knows in its own form.</param>
/// <param name="choices">How many choices were asked for; others are left out.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class ChatAnswerReader(string idOfCalls, IReadOnlyList<Tool> tools, long choices = 1) : IAnswerReader
{
    private readonly ChatToolNames _names = new(tools);
    private readonly List<ChatChoiceReader> _choices = [];
    private string _idOfCalls = "";
    private ChatChoiceReader? _choice;
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
        if (_hasBegun && _choices.TrueForAll(static choice => choice.HasReason)) Complete(sink);
        return _hasEnded;
    }

    private AnswerEventKind Read(ReadOnlySpan<byte> json, IAnswerSink sink, bool isWhole)
    {
        try
        {
            var chunk = ChatChunk.Read(json, withHead: !_hasBegun, _tier);
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
        _idOfCalls = new string([.. (id ?? idOfCalls).Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
        sink.Begin(id, model);
        _choice = new ChatChoiceReader(0, _names, _idOfCalls);
        _choices.Add(_choice);
    }

    private bool ReadChoices(ReadOnlySpan<byte> json, IAnswerSink sink, bool isWhole)
    {
        var hasContent = false;
        var reader = DialectJson.ReaderOn(json);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var choice = ChatChoice.Read(ref reader, json);
            if (choice.Index < 0 || choice.Index >= choices || _hasEnded) continue;
            hasContent |= SwitchTo(choice.Index, sink).Read(choice, sink, isWhole);
        }

        return hasContent;
    }

    private ChatChoiceReader SwitchTo(int index, IAnswerSink sink)
    {
        if (_choice is { } current && current.Index == index) return current;
        sink.SwitchTo(index);
        return _choice = Find(index);
    }

    private ChatChoiceReader Find(int index)
    {
        foreach (var each in _choices)
        {
            if (each.Index == index) return each;
        }

        var choice = new ChatChoiceReader(index, _names, $"{_idOfCalls}-{index}");
        _choices.Add(choice);
        return choice;
    }

    private void Complete(IAnswerSink sink)
    {
        if (_hasEnded) return;
        _hasEnded = true;
        foreach (var choice in _choices) SwitchTo(choice.Index, sink).Complete(sink);
        sink.End();
    }
}
