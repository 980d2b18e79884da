using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Writes events and counts them. Values are written by the JSON writer, all around them is the same each time and is not.
/// </summary>
/// <param name="output">Where to.</param>
internal sealed class ResponsesEventWriter(ArrayBufferWriter<byte> output)
{
    private readonly ArrayBufferWriter<byte> _place = new();
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(output);

    /// <summary>The number of the next event.</summary>
    public long Next { get; set; }

    /// <summary>Sets what all events of a part say of where it is.</summary>
    /// <param name="id">The id of its item, in JSON.</param>
    /// <param name="item">The place of its item.</param>
    /// <param name="name">The name of its own place, in JSON; empty for a part that is all of its item.</param>
    /// <param name="part">Its own place.</param>
    public void SetPlace(ReadOnlySpan<byte> id, int item, ReadOnlySpan<byte> name, int part)
    {
        _place.ResetWrittenCount();
        _place.Write(",\"item_id\":"u8);
        _place.Write(id);
        _place.Write(",\"output_index\":"u8);
        Write(_place, item);
        if (name.IsEmpty) return;
        _place.Write(name);
        Write(_place, part);
    }

    /// <summary>Begins an event.</summary>
    public void Begin(ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: {\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"sequence_number\":"u8);
        Write(Next++);
    }

    /// <summary>Begins an event of an item.</summary>
    public void BeginOfItem(ReadOnlySpan<byte> type, int item)
    {
        Begin(type);
        output.Write(",\"output_index\":"u8);
        Write(item);
    }

    /// <summary>Begins an event of the part whose place is set.</summary>
    public void BeginOfPart(ReadOnlySpan<byte> type)
    {
        Begin(type);
        output.Write(_place.WrittenSpan);
    }

    /// <summary>Begins a member whose value follows.</summary>
    public Utf8JsonWriter BeginValue(ReadOnlySpan<byte> member)
    {
        output.Write(member);
        _json.Reset();
        return _json;
    }

    /// <summary>Ends the event behind that value.</summary>
    public void EndValue(ReadOnlySpan<byte> end)
    {
        _json.Flush();
        output.Write(end);
        output.Write("\n\n"u8);
    }

    /// <summary>Ends the event behind that value with a list, whose elements are JSON already.</summary>
    public void EndValue(ReadOnlySpan<byte> list, ReadOnlySpan<byte> elements)
    {
        _json.Flush();
        output.Write(list);
        output.Write(elements);
        output.Write("]}\n\n"u8);
    }

    /// <summary>Ends the event with a member whose value is JSON already.</summary>
    public void End(ReadOnlySpan<byte> member, ReadOnlySpan<byte> value)
    {
        output.Write(member);
        output.Write(value);
        output.Write("}\n\n"u8);
    }

    /// <summary>Writes a number.</summary>
    public void Write(long number) => Write(output, number);

    private static void Write(ArrayBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var length);
        output.Advance(length);
    }
}
