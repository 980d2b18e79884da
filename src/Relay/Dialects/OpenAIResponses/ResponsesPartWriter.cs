using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Keeps the open part of an answer, and writes it where it is content of a message.</summary>
internal sealed class ResponsesPartWriter
{
    private readonly ArrayBufferWriter<byte> _annotations = new();
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly ArrayBufferWriter<byte> _weights = new();
    private int _weighed;
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());

    /// <summary>What it is.</summary>
    public AnswerPart Head { get; private set; }

    /// <summary>Its place among its item's.</summary>
    public int Index { get; private set; }

    /// <summary>How many sources it has.</summary>
    public int Sources { get; private set; }

    /// <summary>What it holds.</summary>
    public ReadOnlySpan<byte> Content => _content.WrittenSpan;

    /// <summary>How likely its tokens are, commas between them.</summary>
    public ReadOnlySpan<byte> Weights => _weights.WrittenSpan;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _content.WrittenCount == 0;

    /// <summary>Its signature; null for none.</summary>
    public Signature? Signature { get; set; }

    /// <summary>Gets ready for the first part of an item.</summary>
    public void BeginFirst(in AnswerPart head)
    {
        Head = head;
        Index = -1;
    }

    /// <summary>Begins the next part.</summary>
    public void Begin(in AnswerPart head)
    {
        Head = head;
        Index++;
        Sources = 0;
        Signature = null;
        _content.ResetWrittenCount();
        _annotations.ResetWrittenCount();
        _weights.ResetWrittenCount();
        _weighed = 0;
    }

    /// <summary>More of it.</summary>
    public void Append(ReadOnlySpan<byte> text) => _content.Write(text);

    /// <summary>How likely a token of it is.</summary>
    public void Weigh(TokenWeight weight)
    {
        if (_weights.WrittenCount > 0) _weights.Write(","u8);
        _json.Reset(_weights);
        TokenWeights.Write(_json, weight);
        _json.Flush();
    }

    /// <summary>Those that came since they were taken last, commas between them.</summary>
    public ReadOnlySpan<byte> TakeWeights()
    {
        var taken = _weights.WrittenSpan[_weighed..];
        _weighed = _weights.WrittenCount;
        return taken is [(byte)',', ..] ? taken[1..] : taken;
    }

    /// <summary>A source of it.</summary>
    /// <returns>The source as it is written.</returns>
    public ReadOnlySpan<byte> Cite(Citation citation, int length)
    {
        if (Sources++ > 0) _annotations.Write(","u8);
        var start = _annotations.WrittenCount;
        _json.Reset(_annotations);
        ResponsesCitation.Write(_json, citation, length);
        _json.Flush();
        return _annotations.WrittenSpan[start..];
    }

    /// <summary>Writes it: as it is when it begins, or whole.</summary>
    public void Write(Utf8JsonWriter json, bool isWhole)
    {
        var text = isWhole ? Content : default;
        json.WriteStartObject();
        if (Head.Kind == AnswerPartKind.Refusal)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, text);
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            WriteList(json, "annotations"u8, isWhole ? _annotations.WrittenSpan : default);
            WriteList(json, "logprobs"u8, isWhole ? _weights.WrittenSpan : default);
            json.WriteString("text"u8, text);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a part of a summary.</summary>
    public static void WriteSummary(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Writes a list.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="items">Its items, commas between them.</param>
    public static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> items)
    {
        json.WriteStartArray(name);
        if (!items.IsEmpty) json.WriteRawValue(items, skipInputValidation: true);
        json.WriteEndArray();
    }
}
