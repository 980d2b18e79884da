using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Testing.Answers;

/// <summary>Keeps an answer as it was pushed, and holds the pushing side to the order that it promised.</summary>
internal sealed class AnswerSink : IAnswerSink
{
    private readonly List<byte> _text = [];
    private bool _hasBegun;
    private bool _isOpen;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public List<SinkPart> Parts { get; } = [];

    public List<TokenWeight> Weights { get; } = [];

    public string? Tier { get; private set; }

    public Usage? Usage { get; private set; }

    public FinishReason? Reason { get; private set; }

    public string? StopSequence { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>How many times something was appended.</summary>
    public int Pieces { get; private set; }

    /// <summary>The parts as text, one a line.</summary>
    public string Shown => string.Join('\n', Parts);

    public string Text => TextOf(AnswerPartKind.Text);

    public string TextOf(AnswerPartKind kind) => string.Concat(Parts.Where(part => part.Head.Kind == kind).Select(part => part.Text));

    public void Begin(string? id, string? model)
    {
        Assert.False(_hasBegun, "It began twice.");
        _hasBegun = true;
        (Id, Model) = (id, model);
    }

    public void BeginPart(in AnswerPart part)
    {
        Assert.True(_hasBegun && !_isOpen && Reason is null, "A part began in a wrong place.");
        Assert.True(part.Kind != AnswerPartKind.ToolCall || (part.Id.Length > 0 && part.Name.Length > 0), "A call has no name.");
        _isOpen = true;
        _text.Clear();
        Parts.Add(new SinkPart(part));
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Assert.True(_isOpen, "Text came outside a part.");
        // Cut only between characters.
        Assert.True(System.Text.Unicode.Utf8.IsValid(text), "A piece was not text.");
        Pieces++;
        _text.AddRange(text);
        Parts[^1].Text = System.Text.Encoding.UTF8.GetString([.. _text]);
    }

    public void Weigh(TokenWeight weight)
    {
        Assert.True(_isOpen && Parts[^1].Head.Kind is AnswerPartKind.Text or AnswerPartKind.Refusal, "A likelihood came outside a text.");
        Weights.Add(weight);
    }

    public void Serve(string tier)
    {
        Assert.True(_hasBegun && Reason is null, "The class of service came in a wrong place.");
        Tier = tier;
    }

    public void Sign(Signature signature)
    {
        Assert.True(_isOpen && Parts[^1].Head.Kind != AnswerPartKind.ToolCall, "A signature came outside a part.");
        Parts[^1].Signature = signature;
    }

    public void Cite(Citation citation)
    {
        Assert.True(_isOpen, "A source came outside a part.");
        Parts[^1].Citations.Add(citation);
    }

    public void EndPart()
    {
        Assert.True(_isOpen, "No part was open.");
        _isOpen = false;
    }

    public void Report(in Usage usage)
    {
        Assert.True(_hasBegun && !HasEnded, "Usage came in a wrong place.");
        Usage = usage;
    }

    public void Finish(FinishReason reason, string? stopSequence)
    {
        Assert.True(_hasBegun && !_isOpen && Reason is null, "It finished in a wrong place.");
        (Reason, StopSequence) = (reason, stopSequence);
    }

    public void End()
    {
        Assert.True(Reason is not null && !HasEnded, "It ended in a wrong place.");
        HasEnded = true;
    }

    /// <summary>An answer that was pushed whole.</summary>
    public static AnswerSink Of(string id, IEnumerable<SinkPart> parts, Usage? usage, FinishReason reason)
    {
        var sink = new AnswerSink { Id = id, Model = "model-1", Usage = usage, Reason = reason, HasEnded = true };
        if (reason == FinishReason.StopSequence) sink.StopSequence = "\"END\"";
        sink.Parts.AddRange(parts);
        return sink;
    }

    /// <summary>Pushes all of it into another sink, its text in pieces of some characters.</summary>
    public void PlayInto(IAnswerSink sink, int cut = 1)
    {
        sink.Begin(Id, Model);
        foreach (var part in Parts) part.PlayInto(sink, cut);
        if (Usage is { } usage) sink.Report(usage);
        sink.Finish(Reason!.Value, StopSequence);
        sink.End();
    }

    /// <summary>What is to be equal after a round trip, on lines; what is packed counts as what is in it.</summary>
    /// <param name="dialect">That of the provider that said it.</param>
    public string Whole(Dialect dialect) => string.Join('\n',
        [$"{Id} {Model} {Reason} {StopSequence} {HasEnded} {Usage}", .. Parts.Select(part => part.Unpacked(dialect).ToString())]);
}
