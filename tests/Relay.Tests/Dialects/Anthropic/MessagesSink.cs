using System.Text;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Keeps what a reader pushes, and holds it to the promised order.</summary>
internal sealed class MessagesSink : IAnswerSink
{
    private readonly List<byte> _bytes = [];
    private MessagesPart? _open;
    private bool _begun;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public List<MessagesPart> Parts { get; } = [];

    public Usage? Usage { get; private set; }

    public FinishReason? Reason { get; private set; }

    public string? StopSequence { get; private set; }

    public bool HasEnded { get; private set; }

    public string Text => string.Concat(Parts.Where(part => part.Head.Kind == AnswerPartKind.Text).Select(part => part.Content));

    public void Begin(string? id, string? model)
    {
        Assert.False(_begun);
        _begun = true;
        (Id, Model) = (id, model);
    }

    public void BeginPart(in AnswerPart part)
    {
        Assert.True(_begun && _open is null && Reason is null);
        _open = new MessagesPart(part, "", null, []);
        _bytes.Clear();
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Assert.NotNull(_open);
        // Cut only between characters.
        Assert.True(System.Text.Unicode.Utf8.IsValid(text));
        _bytes.AddRange(text);
    }

    public void Sign(Signature signature)
    {
        Assert.NotNull(_open);
        Assert.NotEqual(AnswerPartKind.ToolCall, _open.Head.Kind);
        _open = _open with { Signature = signature };
    }

    public void Cite(Citation citation)
    {
        Assert.NotNull(_open);
        _open.Citations.Add(citation);
    }

    public void EndPart()
    {
        Assert.NotNull(_open);
        Parts.Add(_open with { Content = Encoding.UTF8.GetString([.. _bytes]) });
        _open = null;
    }

    public void Report(in Usage usage)
    {
        Assert.True(_begun && !HasEnded);
        Usage = usage;
    }

    public void Finish(FinishReason reason, string? stopSequence)
    {
        Assert.True(_begun && _open is null && Reason is null);
        (Reason, StopSequence) = (reason, stopSequence);
    }

    public void End()
    {
        Assert.True(Reason is not null && !HasEnded);
        HasEnded = true;
    }

    /// <summary>Pushes all of it into another sink, text in pieces of one character.</summary>
    public void PlayInto(IAnswerSink sink)
    {
        sink.Begin(Id, Model);
        foreach (var part in Parts)
        {
            sink.BeginPart(part.Head);
            foreach (var rune in part.Content.EnumerateRunes()) sink.Append(Encoding.UTF8.GetBytes(rune.ToString()));
            foreach (var citation in part.Citations) sink.Cite(citation);
            if (part.Signature is { } signature) sink.Sign(signature);
            sink.EndPart();
        }

        if (Usage is { } usage) sink.Report(usage);
        sink.Finish(Reason!.Value, StopSequence);
        sink.End();
    }

    /// <summary>What is to be equal after a round trip, on lines.</summary>
    public override string ToString() => string.Join('\n',
        [$"{Id} {Model} {Reason} {StopSequence} {HasEnded} {Usage}", .. Parts.Select(part => part.ToString())]);
}
