using System.Text;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Keeps an answer as it was pushed, and holds the pushing side to the order that it promised.</summary>
internal sealed class ResponsesSink : IAnswerSink
{
    private readonly MemoryStream _text = new();
    private bool _hasBegun;
    private bool _isOpen;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public List<ResponsesSinkPart> Parts { get; } = [];

    public Usage? Usage { get; private set; }

    public FinishReason? Reason { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>How many times something was appended.</summary>
    public int Pieces { get; private set; }

    /// <summary>The parts as text, one a line.</summary>
    public string Shown => string.Join('\n', Parts.Select(part => part.ToString()));

    public string TextOf(AnswerPartKind kind) =>
        string.Concat(Parts.Where(part => part.Head.Kind == kind).Select(part => part.Text));

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
        _text.SetLength(0);
        Parts.Add(new ResponsesSinkPart(part));
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Assert.True(_isOpen, "Text came outside a part.");
        Assert.True(System.Text.Unicode.Utf8.IsValid(text), "A piece was not text.");
        Pieces++;
        _text.Write(text);
        Parts[^1].Text = Encoding.UTF8.GetString(_text.ToArray());
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
        Assert.True(_hasBegun, "Usage came before the beginning.");
        Usage = usage;
    }

    public void Finish(FinishReason reason, string? stopSequence)
    {
        Assert.True(_hasBegun && !_isOpen && Reason is null, "It finished in a wrong place.");
        Reason = reason;
    }

    public void End()
    {
        Assert.True(Reason is not null && !HasEnded, "It ended in a wrong place.");
        HasEnded = true;
    }
}
