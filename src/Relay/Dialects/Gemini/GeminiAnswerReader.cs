using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Understands Gemini's answers: the events of a stream, and whole ones.</summary>
/// <remarks>
/// Gemini sends no ends of parts and no end of the answer: a part ends where another kind begins or its signature has
/// come, and the answer where the bytes end after a reason to finish. Only the first candidate is read.
/// </remarks>
/// <param name="tools">The tools that were offered, so that names which had to be changed come back as they were.</param>
internal sealed class GeminiAnswerReader(IReadOnlyList<Tool> tools) : IAnswerReader
{
    private readonly GeminiAnswerParts _parts = new(new GeminiToolNames(tools));
    private FinishReason? _finish;
    private string? _model;
    private string? _id;
    private string? _tier;
    private bool _begun;
    private bool _ended;

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return AnswerEventKind.Preamble;
        if (!GeminiChunk.TryRead(data, out var chunk, _model, _id)) return AnswerEventKind.Malformed;
        if (chunk.IsError) return AnswerEventKind.Error;
        if (chunk.Candidates is null && chunk.Usage is null && chunk.BlockReason is null && chunk.Id is null)
            return AnswerEventKind.Preamble;

        if (!_begun)
        {
            _begun = true;
            _parts.AnswerId = _id = chunk.Id;
            _model = chunk.Model;
            sink.Begin(chunk.Id, chunk.Model);
        }

        var content = chunk.BlockReason is not null;
        if (content) _finish ??= FinishReason.ContentFilter;
        if (chunk.Candidates is { } candidates) content |= ReadCandidates(data[candidates], sink);
        if (chunk.Usage is { } usage) sink.Report(usage);
        if (chunk.Tier is { } tier && tier != _tier) sink.Serve(_tier = tier);
        return content ? AnswerEventKind.Content
            : chunk.Usage is not null && chunk.Candidates is null ? AnswerEventKind.Usage
            : AnswerEventKind.Preamble;
    }

    /// <inheritdoc/>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var kind = ReadEvent(json, sink);
        if (kind is AnswerEventKind.Error or AnswerEventKind.Malformed) return kind;
        if (!_begun) return AnswerEventKind.Malformed;
        // The document is whole, so the answer is, whether it says why it ended or not.
        _finish ??= FinishReason.Other;
        ReadEnd(sink);
        return AnswerEventKind.Content;
    }

    /// <inheritdoc/>
    public bool ReadEnd(IAnswerSink sink)
    {
        if (_finish is not { } finish) return false;
        if (_ended) return true;
        _ended = true;
        _parts.End(sink);
        sink.Finish(finish == FinishReason.Stop && _parts.HasCalls ? FinishReason.ToolCalls : finish, null);
        sink.End();
        return true;
    }

    private bool ReadCandidates(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var reader = new Utf8JsonReader(json, DialectJson.ReaderOptions);
        reader.Read();
        var content = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) content |= ReadCandidate(ref reader, json, sink);
            else reader.Skip();
        }

        return content;
    }

    private bool ReadCandidate(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        ReadOnlySpan<byte> parts = default, grounding = default, citations = default, logprobs = default;
        string? reason = null;
        long index = 0;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            switch (name)
            {
                case "content": parts = DialectJson.Slice(ref reader, json); break;
                case "groundingMetadata": grounding = DialectJson.Slice(ref reader, json); break;
                case "citationMetadata": citations = DialectJson.Slice(ref reader, json); break;
                case "logprobsResult": logprobs = DialectJson.Slice(ref reader, json); break;
                case "finishReason": reason = GeminiJson.ReadWord(ref reader, 64); break;
                case "index" when reader.TokenType == JsonTokenType.Number: reader.TryGetInt64(out index); break;
                default: reader.Skip(); break;
            }
        }

        if (index != 0) return false;
        if (!logprobs.IsEmpty) _parts.Weigh(GeminiWeights.Read(logprobs));
        var content = _parts.Read(parts, sink);
        // Behind the content, whatever the order of the members: they are about what is there.
        if (_parts.HasOpenText) GeminiCitations.Read(grounding, citations, _parts.Text, sink);
        if (reason is null or "FINISH_REASON_UNSPECIFIED") return content;
        _finish = GeminiFinish.FromText(reason);
        return true;
    }
}
