using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Dialects.Gemini;

/// <summary>What both forms of an answer to a Gemini caller have in common: all but what is said of one candidate.</summary>
/// <typeparam name="TCandidate">What says a candidate.</typeparam>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal abstract class GeminiAnswerWriter<TCandidate>(string id, string model) : IAnswerWriter
    where TCandidate : GeminiCandidateWriter
{
    private readonly List<TCandidate> _candidates = [];
    private TCandidate? _candidate;
    private string _id = id;
    private string _model = model;
    private Usage? _usage;
    private string? _tier;

    /// <inheritdoc/>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>The candidates in their order.</summary>
    protected IEnumerable<TCandidate> Candidates => _candidates.OrderBy(static candidate => candidate.Index);

    private TCandidate Candidate => _candidate ?? throw new InvalidOperationException("The answer has not begun.");

    /// <inheritdoc/>
    public void Begin(string? id, string? model)
    {
        _id = id ?? _id;
        _model = model ?? _model;
        SwitchTo(0);
    }

    /// <inheritdoc/>
    public void SwitchTo(int choice)
    {
        _candidate = _candidates.Find(each => each.Index == choice);
        if (_candidate is null) _candidates.Add(_candidate = CreateCandidate(choice));
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part) => Candidate.BeginPart(part);

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text) => Candidate.Append(text);

    /// <inheritdoc/>
    public void Weigh(TokenWeight weight) => Candidate.Weigh(weight);

    /// <inheritdoc/>
    public void Sign(Signature signature) => Candidate.Sign(signature);

    /// <inheritdoc/>
    public void Cite(Citation citation) => Candidate.Cite(citation);

    /// <inheritdoc/>
    public void EndPart() => Candidate.EndPart();

    /// <inheritdoc/>
    public void Serve(string tier) => _tier = tier;

    /// <inheritdoc/>
    public void Report(in Usage usage) => _usage = usage;

    /// <inheritdoc/>
    public void Finish(FinishReason reason, string? stopSequence) => Candidate.Finish(reason);

    /// <inheritdoc/>
    public abstract void End();

    /// <summary>Begins a candidate.</summary>
    protected abstract TCandidate CreateCandidate(int index);

    /// <summary>Writes the members that stand behind the candidates at the end, and their object's end.</summary>
    protected void WriteLastMembers(Utf8JsonWriter json)
    {
        if (_usage is { } usage)
        {
            json.WritePropertyName("usageMetadata"u8);
            GeminiUsage.Write(json, usage, _tier);
        }

        WriteIds(json);
    }

    /// <summary>Writes the members that end every answer and every chunk, and their object's end.</summary>
    protected void WriteIds(Utf8JsonWriter json)
    {
        json.WriteString("modelVersion"u8, _model);
        json.WriteString("responseId"u8, _id);
        json.WriteEndObject();
    }
}
