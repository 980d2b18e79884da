using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>The blocks of an answer as parts. The provider's own tools and their results are no part of it.</summary>
internal sealed class MessagesAnswerBlocks(MessagesToolNames names)
{
    private readonly ArrayBufferWriter<byte> _piece = new();
    private readonly ArrayBufferWriter<byte> _arguments = new();
    private readonly List<Citation> _citations = [];
    private AnswerPartKind? _open;
    private int _index = -1;
    private string? _id;
    private string? _seal;
    private bool _isRedacted;
    private bool _isCustom;
    private bool _isAnswer;
    private byte[] _input = [];
    private int _characters;
    private bool _any;
    private int _calls;

    /// <summary>Whether any tool was called.</summary>
    public bool HasCalls => _calls > 0;

    /// <summary>Whether the model answered by the tool that it was to answer by (<see cref="ToolKind.Answer"/>).</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Says what the provider says in place of an answer.</summary>
    public static void Refuse(string explanation, IAnswerSink sink)
    {
        sink.BeginPart(new AnswerPart(AnswerPartKind.Refusal));
        sink.Append(Encoding.UTF8.GetBytes(explanation));
        sink.EndPart();
    }

    /// <summary>Reads all blocks of a whole answer.</summary>
    public void ReadAll(ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        var reader = DialectJson.ReaderOn(content);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            Begin(i, MessagesAnswerBlock.Read(ref reader, content), sink);
            End(sink);
        }
    }

    /// <summary>A block begins.</summary>
    public AnswerEventKind Start(int index, ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var block = Read(json);
        // The same start once more.
        if (_open is { } kind && index == _index && (_isAnswer ? AnswerPartKind.ToolCall : kind) == KindOf(block.Type) && block.Id == _id) return AnswerEventKind.Preamble;
        Begin(index, block, sink);
        return _open == AnswerPartKind.ToolCall || _seal is not null || (_open is not null && _any)
            ? AnswerEventKind.Content
            : AnswerEventKind.Preamble;
    }

    /// <summary>More of a block has come.</summary>
    public AnswerEventKind Add(int index, ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var delta = Read(json);
        AnswerPartKind? kind = delta.Type switch
        {
            "text_delta" or "citations_delta" => AnswerPartKind.Text,
            "thinking_delta" or "signature_delta" => AnswerPartKind.Reasoning,
            "input_json_delta" => _isAnswer && index == _index ? AnswerPartKind.Text : AnswerPartKind.ToolCall,
            _ => null,
        };
        // Arguments of the provider's own tools, and what may come to be.
        if (kind is null || (index == _index && _open is null)) return AnswerEventKind.Preamble;
        if (index != _index || _open != kind)
        {
            // Arguments of no call that is open cannot be put anywhere, and without them a call is another one.
            if (kind == AnswerPartKind.ToolCall) return delta.HasText ? AnswerEventKind.Malformed : AnswerEventKind.Preamble;
            Open(index, new AnswerPart(kind.Value), sink);
        }

        Take(delta, sink);
        return AnswerEventKind.Content;
    }

    /// <summary>A block is whole.</summary>
    public void Stop(int index, IAnswerSink sink)
    {
        if (index == _index) End(sink);
    }

    /// <summary>Ends what is open.</summary>
    public void End(IAnswerSink sink)
    {
        if (_open == AnswerPartKind.ToolCall) EndCall(sink);
        // The start may have had all of it.
        if (_isAnswer && !_any) sink.Append(_input);
        if (_seal is { Length: > 0 } seal) sink.Sign(new Signature(Dialect.Anthropic, seal, _isRedacted));
        foreach (var citation in _citations) sink.Cite(citation with { Start = 0, End = _characters });
        if (_open is not null) sink.EndPart();
        _open = null;
        _isAnswer = false;
        _index = -1;
        _seal = null;
        _citations.Clear();
    }

    private static AnswerPartKind? KindOf(string? type) => type switch
    {
        "text" => AnswerPartKind.Text,
        "thinking" or "redacted_thinking" => AnswerPartKind.Reasoning,
        "tool_use" => AnswerPartKind.ToolCall,
        _ => null,
    };

    private static MessagesAnswerBlock Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return default;
        var reader = DialectJson.ReaderOn(json);
        return MessagesAnswerBlock.Read(ref reader, json);
    }

    private void Begin(int index, MessagesAnswerBlock block, IAnswerSink sink)
    {
        switch (KindOf(block.Type))
        {
            case AnswerPartKind.ToolCall when names.Find(block.Name ?? "") is { Kind: ToolKind.Answer }:
                Open(index, new AnswerPart(AnswerPartKind.Text), sink);
                IsAnswered = _isAnswer = true;
                _id = block.Id;
                _input = block.Input.ToArray();
                break;
            case AnswerPartKind.ToolCall:
                var tool = names.Find(block.Name ?? "");
                _calls++;
                var id = block.Id is { Length: > 0 } given ? given : "toolu_" + _calls.ToString(CultureInfo.InvariantCulture);
                Open(index, new AnswerPart(AnswerPartKind.ToolCall)
                {
                    Id = id, Name = tool?.Name ?? block.Name ?? "", Namespace = tool?.Namespace, IsCustom = tool?.Kind == ToolKind.Custom,
                }, sink);
                _id = block.Id;
                _isCustom = tool?.Kind == ToolKind.Custom;
                _input = block.Input.ToArray();
                break;
            case { } kind:
                Open(index, new AnswerPart(kind), sink);
                _isRedacted = block.Type == "redacted_thinking";
                break;
            default:
                End(sink);
                _index = index;
                return;
        }

        Take(block, sink);
    }

    private void Open(int index, in AnswerPart part, IAnswerSink sink)
    {
        End(sink);
        sink.BeginPart(part);
        _open = part.Kind;
        _index = index;
        _any = _isRedacted = _isCustom = _isAnswer = false;
        _id = null;
        _characters = 0;
        _arguments.ResetWrittenCount();
    }

    private void Take(MessagesAnswerBlock block, IAnswerSink sink)
    {
        if (block.HasText)
        {
            _any = true;
            JsonString.Read(ref block.Text, _piece);
            _characters += _open == AnswerPartKind.Text ? Encoding.UTF8.GetCharCount(_piece.WrittenSpan) : 0;
            if (_isCustom) _arguments.Write(_piece.WrittenSpan);
            else sink.Append(_piece.WrittenSpan);
        }

        if (block.Seal is { Length: > 0 } && _open == AnswerPartKind.Reasoning) _seal += block.Seal;
        if (!block.Citations.IsEmpty && _open == AnswerPartKind.Text) ReadCitations(block.Citations);
    }

    // Nothing at all stands for an object without members, and the start may have had all of the arguments.
    private void EndCall(IAnswerSink sink)
    {
        if (!_any && _input is [(byte)'{', ..]) _arguments.Write(_input);
        else if (!_any) _arguments.Write("{}"u8);
        if (_isCustom && MessagesCustomInput.TryRead(_arguments.WrittenSpan, _piece)) sink.Append(_piece.WrittenSpan);
        else if (_arguments.WrittenCount > 0) sink.Append(_arguments.WrittenSpan);
    }

    private void ReadCitations(ReadOnlySpan<byte> json)
    {
        var reader = DialectJson.ReaderOn(json);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (MessagesCitation.Read(ref reader) is { } one) _citations.Add(one);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (MessagesCitation.Read(ref reader) is { } citation) _citations.Add(citation);
        }
    }
}
