using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Sse;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Puts the caller's ids in place of the provider's own in an answer that passes through: those of the response, of the one
/// before it and of its conversation. All other bytes stay as they came. Of one attempt; what it makes lives until the next call.
/// </summary>
/// <param name="toCaller">The caller's id for one of the provider's; null when that stays.</param>
internal sealed class ResponsesIds(Func<string, string?> toCaller)
{
    private readonly List<JsonEdit> _edits = new(3);
    private readonly ArrayBufferWriter<byte> _output = new();

    /// <summary>Puts them into an event of a stream.</summary>
    /// <param name="taken">The event, whose data is well-formed.</param>
    /// <param name="spliced">All bytes of the event.</param>
    /// <returns>False when there are none in it.</returns>
    public bool TrySpliceEvent(in SseEvent taken, out ReadOnlyMemory<byte> spliced)
    {
        spliced = taken.Raw;
        var data = taken.Data.Span;
        if (!TryFindInEvent(data)) return false;
        _output.ResetWrittenCount();
        var raw = taken.Raw.Span;
        if (raw.Overlaps(data, out var offset))
        {
            _output.Write(raw[..offset]);
            JsonEdit.Write(data, _edits, _output);
            _output.Write(raw[(offset + data.Length)..]);
        }
        else
        {
            // Data of several lines is said in one: between the tokens of JSON a line feed is a space.
            _output.Write(raw[..(raw.StartsWith("data"u8) ? 0 : raw.IndexOf("\ndata"u8) + 1)]);
            _output.Write("data: "u8);
            var start = _output.WrittenCount;
            JsonEdit.Write(data, _edits, _output);
            var length = _output.WrittenCount - start;
            System.Runtime.InteropServices.MemoryMarshal.AsMemory(_output.WrittenMemory).Span.Slice(start, length).Replace((byte)'\n', (byte)' ');
            _output.Write("\n\n"u8);
        }

        spliced = _output.WrittenMemory;
        return true;
    }

    /// <summary>Puts them into the data of an event, which is well-formed.</summary>
    public ReadOnlyMemory<byte> SpliceData(ReadOnlyMemory<byte> data) => TryFindInEvent(data.Span) ? Write(data) : data;

    /// <summary>Puts them into a whole answer, which is well-formed.</summary>
    public ReadOnlyMemory<byte> SpliceWhole(ReadOnlyMemory<byte> json)
    {
        _edits.Clear();
        Find(json.Span, json.Span);
        return _edits.Count == 0 ? json : Write(json);
    }

    private bool TryFindInEvent(ReadOnlySpan<byte> data)
    {
        _edits.Clear();
        // Most events are pieces, which are not looked into again.
        if (data.IndexOf("\"response\""u8) < 0) return false;
        var members = new ResponsesMembers(data);
        while (members.MoveNext())
        {
            if (members.Is("response"u8)) Find(data, members.Value);
        }

        return _edits.Count > 0;
    }

    private void Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> response)
    {
        var members = new ResponsesMembers(response);
        while (members.MoveNext())
        {
            if (members.Is("id"u8) || members.Is("previous_response_id"u8)) Add(json, members.Value);
            else if (members.Is("conversation"u8) && JsonMembers.Find(members.Value, "id"u8, out var id)) Add(json, id);
        }
    }

    private void Add(ReadOnlySpan<byte> json, ReadOnlySpan<byte> value)
    {
        if (ResponsesJson.ToText(value) is { } id && toCaller(id) is { } own && json.Overlaps(value, out var offset))
            _edits.Add(new(offset, value.Length, JsonSerializer.SerializeToUtf8Bytes(own)));
    }

    private ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> json)
    {
        _output.ResetWrittenCount();
        JsonEdit.Write(json.Span, _edits, _output);
        return _output.WrittenMemory;
    }
}
