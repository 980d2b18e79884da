using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>The parts of an answer, across the chunks that they come in.</summary>
/// <param name="names">The tools, by the provider's names.</param>
/// <param name="answerId">The id of the answer, for ids of calls that have none; null for none.</param>
internal sealed class GeminiAnswerParts(GeminiToolNames names, string? answerId)
{
    private readonly ArrayBufferWriter<byte> _piece = new();
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<TokenWeight> _weights = [];
    private AnswerPartKind? _open;
    private bool _isSigned;
    private GeminiArguments? _arguments;
    private Tool? _tool;
    private int _calls;

    /// <summary>Whether any tool was called.</summary>
    public bool HasCalls => _calls > 0;

    /// <summary>Whether a part of text is open.</summary>
    public bool HasOpenText => _open == AnswerPartKind.Text;

    /// <summary>The text of the open part so far.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>Takes how likely the tokens of the next text are.</summary>
    public void Weigh(IEnumerable<TokenWeight> weights) => _weights.AddRange(weights);

    /// <summary>Reads the content of a candidate.</summary>
    /// <returns>Whether anything was pushed.</returns>
    public bool Read(ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        if (content is not [(byte)'{', ..]) return false;
        var reader = DialectJson.ReaderOn(content);
        var any = false;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isParts = GeminiName.Read(in reader, buffer) is "parts";
            reader.Read();
            if (!isParts || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject) any |= ReadPart(GeminiAnswerPart.Read(ref reader), content, sink);
                else reader.Skip();
            }
        }

        return any;
    }

    /// <summary>Ends what is open.</summary>
    public void End(IAnswerSink sink)
    {
        if (_arguments is { } arguments) AppendArguments(arguments.ToJson(), sink);
        if (_open == AnswerPartKind.Text) SayWeights(sink);
        if (_open is not null) sink.EndPart();
        _arguments = null;
        _open = null;
        _isSigned = false;
        _text.ResetWrittenCount();
    }

    private bool ReadPart(GeminiAnswerPart part, ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        if (part.HasCall) return ReadCall(GeminiAnswerCall.Read(ref part.Call, json), part.Signature, sink);
        // Images that the model made on its way to the answer are no part of it.
        if (part.HasData) return !part.IsThought && ReadData(ref part.Data, part.Signature, sink);
        // Its signature is of that alone.
        if (part.IsOwn && !part.HasText) return false;
        _piece.ResetWrittenCount();
        if (part.HasText) JsonString.Read(ref part.Text, _piece);
        if (_piece.WrittenCount == 0 && part.Signature is null) return false;

        var kind = part.IsThought ? AnswerPartKind.Reasoning : AnswerPartKind.Text;
        // A signature ends its part: what follows belongs to another.
        if (_open != kind || _isSigned) Begin(new AnswerPart(kind), sink);
        if (kind == AnswerPartKind.Text) SayWeights(sink);
        if (_piece.WrittenCount > 0)
        {
            sink.Append(_piece.WrittenSpan);
            if (kind == AnswerPartKind.Text) _text.Write(_piece.WrittenSpan);
        }

        if (part.Signature is { } signature)
        {
            sink.Sign(GeminiSignature.FromText(signature));
            _isSigned = true;
        }

        return true;
    }

    private bool ReadCall(GeminiAnswerCall call, string? signature, IAnswerSink sink)
    {
        if (call.Name is not null)
        {
            var tool = names.Find(call.Name);
            Begin(
                new AnswerPart(AnswerPartKind.ToolCall)
                {
                    Id = call.Id ?? MakeId(),
                    Name = tool?.Name ?? call.Name,
                    Namespace = tool?.Namespace,
                    IsCustom = tool?.Kind == ToolKind.Custom,
                    Signature = signature is null ? null : GeminiSignature.FromText(signature),
                },
                sink);
            _calls++;
            _tool = tool;
            _arguments = new GeminiArguments();
        }

        // The rest of a call whose beginning never came.
        if (_arguments is null) return false;
        if (call.HasPieces) _arguments.Read(ref call.Pieces);
        if (!call.Arguments.IsEmpty)
        {
            AppendArguments(call.Arguments, sink);
            _arguments = null;
        }

        if (!call.GoesOn) End(sink);
        return true;
    }

    private void AppendArguments(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        if (_tool?.Kind == ToolKind.Custom && GeminiCustomInput.TryRead(json, _piece)) json = _piece.WrittenSpan;
        if (!json.IsEmpty) sink.Append(json);
    }

    private bool ReadData(scoped ref Utf8JsonReader reader, string? signature, IAnswerSink sink)
    {
        string? type = null;
        _piece.ResetWrittenCount();
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "mimeType") type = GeminiJson.ReadWord(ref reader, 128);
            else if (name is "data" && reader.TokenType == JsonTokenType.String) JsonString.Read(ref reader, _piece);
            else reader.Skip();
        }

        if (type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true || _piece.WrittenCount == 0) return false;
        Begin(new AnswerPart(AnswerPartKind.Image) { MediaType = type }, sink);
        sink.Append(_piece.WrittenSpan);
        if (signature is not null) sink.Sign(GeminiSignature.FromText(signature));
        End(sink);
        return true;
    }

    private void SayWeights(IAnswerSink sink)
    {
        foreach (var weight in _weights) sink.Weigh(weight);
        _weights.Clear();
    }

    private void Begin(AnswerPart part, IAnswerSink sink)
    {
        End(sink);
        sink.BeginPart(part);
        _open = part.Kind;
    }

    // Callers keep calls of many turns by their ids, so the answer's own id is in it where there is one.
    private string MakeId()
    {
        var number = _calls.ToString(CultureInfo.InvariantCulture);
        return answerId is { Length: <= 48 } id && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? $"call_{id}_{number}"
            : $"call_{number}";
    }
}
