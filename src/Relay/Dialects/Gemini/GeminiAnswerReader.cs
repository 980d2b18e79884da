using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Understands Gemini's answers: the events of a stream, and whole ones.</summary>
/// <remarks>
/// Gemini sends no ends of parts and no end of the answer: a part ends where another kind begins or its signature has
/// come, and the answer where the bytes end after a reason to finish.
/// </remarks>
/// <param name="tools">The tools that were offered, so that names which had to be changed come back as they were.</param>
/// <param name="choices">How many candidates were asked for; others are left out.</param>
internal sealed class GeminiAnswerReader(IReadOnlyList<Tool> tools, long choices = 1) : IAnswerReader
{
    private readonly GeminiToolNames _names = new(tools);
    private readonly List<GeminiCandidateReader> _candidates = [];
    private GeminiCandidateReader? _candidate;
    private string? _model;
    private string? _id;
    private string? _tier;
    private bool _ended;

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (data.IsEmpty) return AnswerEventKind.Preamble;
        if (!GeminiChunk.TryRead(data, out var chunk, _model, _id)) return AnswerEventKind.Malformed;
        if (chunk.IsError) return AnswerEventKind.Error;
        if (chunk.Candidates is null && chunk.Usage is null && chunk.BlockReason is null && chunk.Id is null)
            return AnswerEventKind.Preamble;

        if (_candidate is null) Begin(chunk.Id, chunk.Model, sink);
        var content = chunk.BlockReason is not null;
        if (content) _candidates[0].End(FinishReason.ContentFilter);
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
        if (_candidate is null) return AnswerEventKind.Malformed;
        // The document is whole, so the answer is, whether it says why it ended or not.
        foreach (var candidate in _candidates) candidate.End(FinishReason.Other);
        ReadEnd(sink);
        return AnswerEventKind.Content;
    }

    /// <inheritdoc/>
    public bool ReadEnd(IAnswerSink sink)
    {
        if (_candidate is null || !_candidates.TrueForAll(static candidate => candidate.HasReason)) return false;
        if (_ended) return true;
        _ended = true;
        foreach (var candidate in _candidates) SwitchTo(candidate.Index, sink).Complete(sink);
        sink.End();
        return true;
    }

    private void Begin(string? id, string? model, IAnswerSink sink)
    {
        _id = id;
        _model = model;
        sink.Begin(id, model);
        _candidate = new GeminiCandidateReader(0, _names, id);
        _candidates.Add(_candidate);
    }

    private bool ReadCandidates(ReadOnlySpan<byte> json, IAnswerSink sink)
    {
        var reader = DialectJson.ReaderOn(json);
        var content = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var candidate = GeminiCandidate.Read(ref reader, json);
            if (candidate.Index < 0 || candidate.Index >= choices) continue;
            content |= SwitchTo((int)candidate.Index, sink).Read(candidate, sink);
        }

        return content;
    }

    private GeminiCandidateReader SwitchTo(int index, IAnswerSink sink)
    {
        if (_candidate is { } current && current.Index == index) return current;
        sink.SwitchTo(index);
        return _candidate = Find(index);
    }

    private GeminiCandidateReader Find(int index)
    {
        foreach (var each in _candidates)
        {
            if (each.Index == index) return each;
        }

        var candidate = new GeminiCandidateReader(index, _names, $"{_id}-{index}");
        _candidates.Add(candidate);
        return candidate;
    }
}
