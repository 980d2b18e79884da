using System.Buffers;
using System.Text;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// What both forms of an answer to a caller of Responses have in common: its items. Texts and refusals that follow each
/// other are the content of one message, every other part is an item of its own.
/// </summary>
/// <param name="callId">What ids are made of.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the call came, in seconds since 1970 UTC.</param>
internal abstract class ResponsesAnswerWriter(string callId, string model, long created) : IAnswerWriter
{
    private readonly ResponsesPartWriter _part = new();
    private ResponsesItemWriter? _item;
    private readonly ArrayBufferWriter<byte> _items = new();
    private int _characters;
    private bool _hasRefusal;
    private FinishReason _reason;

    /// <inheritdoc/>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>The answer; good once it has begun.</summary>
    protected ResponsesObject Response { get; private set; }

    /// <summary>The open item, or the last one.</summary>
    protected ResponsesItemWriter Item => _item ??= new ResponsesItemWriter(_part);

    /// <summary>The open part, or the last one.</summary>
    protected ResponsesPartWriter Part => _part;

    /// <summary>The place of the open item, or of the last one; -1 before the first.</summary>
    protected int ItemIndex { get; set; } = -1;

    /// <summary>The whole items, commas between them.</summary>
    protected ReadOnlySpan<byte> Items => _items.WrittenSpan;

    /// <summary>What was used; null while nothing was said.</summary>
    protected Usage? Usage { get; private set; }

    /// <summary>Why the answer is incomplete; empty when it is complete.</summary>
    protected ReadOnlySpan<byte> Incomplete => ResponsesFinish.ToIncomplete(_reason, _hasRefusal);

    /// <inheritdoc/>
    public void Begin(string? id, string? runs)
    {
        // Another dialect's id is none that a caller of this one may ask for.
        var own = id?.StartsWith("resp_", StringComparison.Ordinal) == true ? id : $"resp_{callId}";
        Response = new ResponsesObject(own, runs ?? model, created);
        OnBegun();
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        _hasRefusal |= part.Kind == AnswerPartKind.Refusal;
        _characters = 0;
        var isContent = part.Kind is AnswerPartKind.Text or AnswerPartKind.Refusal;
        if (!isContent || !Item.IsMessage)
        {
            EndItem(isWhole: true);
            BeginItem(part);
        }

        Part.Begin(part);
        OnPartBegun();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Part.Append(text);
        if (Part.Head.Kind == AnswerPartKind.Text) _characters += Encoding.UTF8.GetCharCount(text);
        OnAppended(text);
    }

    /// <inheritdoc/>
    public void Weigh(TokenWeight weight) => Part.Weigh(weight);

    /// <inheritdoc/>
    public void Serve(string tier) => Response = Response with { Tier = tier };

    /// <inheritdoc/>
    public void Sign(Signature signature) => Part.Signature = signature;

    /// <inheritdoc/>
    public void Cite(Citation citation)
    {
        // Only text has any.
        if (!ResponsesCitation.CanSay(citation) || Part.Head.Kind != AnswerPartKind.Text) return;
        OnCited(Part.Cite(citation, _characters));
    }

    /// <inheritdoc/>
    public void EndPart()
    {
        // A call without arguments is one with an empty object: callers parse it.
        if (Part is { Head: { Kind: AnswerPartKind.ToolCall, IsCustom: false }, IsEmpty: true }) Append("{}"u8);
        OnPartEnded();
        Item.EndPart();
        if (!Item.IsMessage)
        {
            EndItem(isWhole: true);
        }
        else if (Part.Signature is { } signature)
        {
            // Text has no place for a seal; callers bring that of thoughts back as it came.
            EndItem(isWhole: true);
            var seal = new AnswerPart(AnswerPartKind.Reasoning);
            BeginPart(seal);
            Sign(signature);
            EndPart();
        }
    }

    /// <inheritdoc/>
    public void Report(in Usage usage) => Usage = usage;

    /// <inheritdoc/>
    public void Finish(FinishReason reason, string? stopSequence)
    {
        _reason = reason;
        EndItem(Incomplete.IsEmpty);
    }

    /// <inheritdoc/>
    public abstract void End();

    /// <summary>Takes the time that the answer says it began at.</summary>
    /// <param name="response">The response object.</param>
    protected void AdoptAge(ReadOnlySpan<byte> response)
    {
        if (JsonMembers.Find(response, "created_at"u8, out var value) && ResponsesJson.ToInt(value) is { } began) Response = Response.At(began);
    }

    /// <summary>Takes a whole item as the provider wrote it, in place of the open one.</summary>
    /// <param name="item">The item, in JSON.</param>
    /// <param name="index">Its place; null when that is not said.</param>
    protected void AdoptItem(ReadOnlySpan<byte> item, int? index)
    {
        ItemIndex = index ?? (Item.IsOpen ? ItemIndex : ItemIndex + 1);
        Item.Drop();
        if (_items.WrittenCount > 0) _items.Write(","u8);
        _items.Write(item);
    }

    /// <summary>The answer's id and model are known.</summary>
    protected virtual void OnBegun()
    {
    }

    /// <summary>An item has begun.</summary>
    protected virtual void OnItemBegun()
    {
    }

    /// <summary>A part of the item has begun.</summary>
    protected virtual void OnPartBegun()
    {
    }

    /// <summary>More of the open part has come.</summary>
    protected virtual void OnAppended(ReadOnlySpan<byte> text)
    {
    }

    /// <summary>A source of the open part has come.</summary>
    protected virtual void OnCited(ReadOnlySpan<byte> annotation)
    {
    }

    /// <summary>The open part is whole.</summary>
    protected virtual void OnPartEnded()
    {
    }

    /// <summary>The item is whole.</summary>
    protected virtual void OnItemEnded(ReadOnlySpan<byte> item)
    {
    }

    private void BeginItem(in AnswerPart part)
    {
        ItemIndex++;
        Item.Begin(part, $"{callId}_{ItemIndex}");
        OnItemBegun();
    }

    private void EndItem(bool isWhole)
    {
        if (!Item.IsOpen) return;
        if (_items.WrittenCount > 0) _items.Write(","u8);
        var start = _items.WrittenCount;
        Item.End(_items, isWhole);
        OnItemEnded(_items.WrittenSpan[start..]);
    }
}
