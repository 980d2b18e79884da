using System.Buffers;
using System.Text;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// Brings the parts of an answer into the order that a sink is promised. The first that is open is pushed as it comes. Another
/// one ends it, unless it is a call whose arguments are not whole: then the other waits.
/// </summary>
/// <param name="names">The tools, by the provider's names.</param>
/// <param name="idOfCalls">What ids of calls begin with that the provider gives none.</param>
internal sealed class ChatAnswerParts(ChatToolNames names, string idOfCalls)
{
    private readonly List<ChatAnswerPart> _open = [];
    private readonly ChatAnswerCalls _calls = new();
    private readonly ArrayBufferWriter<byte> _unwrapped = new();
    private readonly List<TokenWeight> _weights = [];
    private int _textBefore;
    private int _textOpen;

    /// <summary>Whether a call came.</summary>
    public bool HasCalls => _calls.Count > 0;

    /// <summary>Whether a refusal came.</summary>
    public bool HasRefusal { get; private set; }

    /// <summary>Takes <c>logprobs</c>: how likely the tokens of the next text are.</summary>
    public void Weigh(ReadOnlySpan<byte> json) => ChatWeights.Read(json, _weights);

    /// <summary>More text, thoughts or refusal.</summary>
    public void Append(AnswerPartKind kind, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (text.IsEmpty) return;
        HasRefusal |= kind == AnswerPartKind.Refusal;
        var part = _open is [.., var last] && last.Kind == kind && last.Signature is null ? last : Add(new ChatAnswerPart(kind));
        if (kind is AnswerPartKind.Text or AnswerPartKind.Refusal) Weigh(part, sink);
        Push(part, text, sink);
        Advance(sink);
    }

    /// <summary>More of a call. Index, id and name may be missing, as providers leave them out.</summary>
    public void AppendCall(int? index, string? id, string? name, bool isCustom, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        var part = _calls.Find(index, id, name) ?? Add(_calls.Add(index, isCustom));
        if (part.HasEnded) return;
        if (part.Id.Length == 0) part.Id = id ?? "";
        if (part.Name.Length == 0) part.Name = name ?? "";
        // What follows a whole object is the same again.
        if (!part.IsWhole) Push(part, text, sink);
        Advance(sink);
    }

    /// <summary>An image, which comes in one piece.</summary>
    public void AddImage(string? mediaType, ReadOnlySpan<byte> base64, IAnswerSink sink)
    {
        Push(Add(new ChatAnswerPart(AnswerPartKind.Image) { MediaType = mediaType }), base64, sink);
        Advance(sink);
    }

    /// <summary>A signature: of the open part of a kind, or of one without text where it has its own.</summary>
    public void Sign(AnswerPartKind kind, Signature signature, bool isOwn, IAnswerSink sink)
    {
        var part = _open.FindLast(part => part.Kind == kind && part.Signature is null);
        if (kind == AnswerPartKind.Reasoning && (isOwn || part is null)) part = Add(new ChatAnswerPart(kind));
        if (part is null) return;
        part.Signature = signature;
        if (part.HasBegun) sink.Sign(signature);
        Advance(sink);
    }

    /// <summary>A source of the text, whose place counts from the start of all of the text.</summary>
    public void Cite(Citation citation, IAnswerSink sink)
    {
        var part = _open.FindLast(static part => part.Kind == AnswerPartKind.Text) ?? Add(new ChatAnswerPart(AnswerPartKind.Text));
        if (part.HasBegun) sink.Cite(Placed(citation));
        else part.Citations.Add(citation);
        Advance(sink);
    }

    /// <summary>Ends all that is open.</summary>
    public void Flush(IAnswerSink sink)
    {
        while (_open.Count > 0) End(sink);
    }

    private void Weigh(ChatAnswerPart part, IAnswerSink sink)
    {
        if (!part.HasBegun) part.Weights.AddRange(_weights);
        else foreach (var weight in _weights) sink.Weigh(weight);
        _weights.Clear();
    }

    private ChatAnswerPart Add(ChatAnswerPart part)
    {
        _open.Add(part);
        return part;
    }

    private void Push(ChatAnswerPart part, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (text.IsEmpty) return;
        part.Watch(text);
        if (part.HasBegun) Append(part, text, sink);
        else part.Waiting.Write(text);
    }

    private void Append(ChatAnswerPart part, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (part.Kind == AnswerPartKind.Text) _textOpen += Encoding.UTF8.GetCharCount(text);
        sink.Append(text);
    }

    private void Advance(IAnswerSink sink)
    {
        while (_open is [var first, ..])
        {
            if (!first.HasBegun && CanBegin(first)) Begin(first, sink);
            if (_open.Count == 1 || !first.IsWhole) return;
            End(sink);
        }
    }

    private bool CanBegin(ChatAnswerPart part) => part.Kind != AnswerPartKind.ToolCall
        || (part.Name.Length > 0 && !IsWrapped(part) && (part.Id.Length > 0 || part.Waiting.WrittenCount > 0));

    // A custom tool that the provider knows as a function: its text is had when its arguments are whole.
    private bool IsWrapped(ChatAnswerPart part) => !part.IsCustom && names.Find(part.Name)?.Kind == ToolKind.Custom;

    private void Begin(ChatAnswerPart part, IAnswerSink sink)
    {
        part.HasBegun = true;
        sink.BeginPart(HeadOf(part));
        var waiting = part.Waiting.WrittenSpan;
        if (part.Kind == AnswerPartKind.ToolCall && IsWrapped(part))
        {
            ChatCustomInput.Unwrap(waiting, _unwrapped);
            waiting = _unwrapped.WrittenSpan;
        }

        foreach (var weight in part.Weights) sink.Weigh(weight);
        if (!waiting.IsEmpty) Append(part, waiting, sink);
        part.Waiting.Clear();
        if (part.Signature is { } signature) sink.Sign(signature);
        foreach (var citation in part.Citations) sink.Cite(Placed(citation));
    }

    private AnswerPart HeadOf(ChatAnswerPart part)
    {
        if (part.Kind != AnswerPartKind.ToolCall) return new AnswerPart(part.Kind) { MediaType = part.MediaType };
        if (part.Id.Length == 0) part.Id = $"call_{idOfCalls}_{_calls.NumberOf(part)}";
        var tool = names.Find(part.Name);
        return new AnswerPart(part.Kind)
        {
            Id = part.Id,
            Name = tool?.Name ?? part.Name,
            Namespace = tool?.Namespace,
            IsCustom = part.IsCustom || tool?.Kind == ToolKind.Custom,
        };
    }

    private void End(IAnswerSink sink)
    {
        var part = _open[0];
        _open.RemoveAt(0);
        part.HasEnded = true;
        // A call that never got a name is none that anybody could run.
        if (!part.HasBegun && part is { Kind: AnswerPartKind.ToolCall, Name: "" }) return;
        if (!part.HasBegun) Begin(part, sink);
        sink.EndPart();
        _textBefore += _textOpen;
        _textOpen = 0;
    }

    // A source of text that has ended is kept without its place.
    private Citation Placed(Citation citation) => citation with
    {
        Start = citation.Start >= _textBefore ? citation.Start - _textBefore : null,
        End = citation.Start >= _textBefore ? citation.End - _textBefore : null,
    };
}
