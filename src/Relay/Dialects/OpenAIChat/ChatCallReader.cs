using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads the calls of tools in a delta or a message.</summary>
internal sealed class ChatCallReader(ChatAnswerParts parts)
{
    // No provider counts a call like this; the older call is one that comes alone.
    private const int IndexOfFunction = -1;

    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Reads <c>tool_calls</c>.</summary>
    /// <returns>Whether anything came.</returns>
    public bool Read(ReadOnlySpan<byte> calls, IAnswerSink sink)
    {
        if (calls is not [(byte)'[', ..]) return false;
        var any = false;
        var reader = DialectJson.ReaderOn(calls);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var call = DialectJson.Slice(ref reader, calls);
            if (call[0] == '{') any |= ReadCall(call, sink);
        }

        return any;
    }

    /// <summary>Reads <c>function_call</c>.</summary>
    /// <returns>Whether anything came.</returns>
    public bool ReadFunction(ReadOnlySpan<byte> function, IAnswerSink sink) =>
        function is [(byte)'{', ..] && Push(IndexOfFunction, null, isCustom: false, function, sink);

    private bool ReadCall(ReadOnlySpan<byte> call, IAnswerSink sink)
    {
        int? index = null;
        string? id = null;
        var isCustom = false;
        ReadOnlySpan<byte> tool = "{}"u8;
        var reader = DialectJson.ReaderOn(call);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (JsonString.Is(ref reader, "index"u8))
            {
                reader.Read();
                index = DialectJson.ReadInt(ref reader);
            }
            else if (JsonString.Is(ref reader, "id"u8))
            {
                reader.Read();
                id = ChatJson.ReadWord(ref reader);
            }
            else if (JsonString.Is(ref reader, "function"u8) || JsonString.Is(ref reader, "custom"u8))
            {
                var custom = JsonString.Is(ref reader, "custom"u8);
                reader.Read();
                var value = DialectJson.Slice(ref reader, call);
                if (value[0] != '{') continue;
                isCustom = custom;
                tool = value;
            }
            else
            {
                reader.Skip();
            }
        }

        return Push(index, id, isCustom, tool, sink);
    }

    private bool Push(int? index, string? id, bool isCustom, ReadOnlySpan<byte> tool, IAnswerSink sink)
    {
        string? name = null;
        _text.ResetWrittenCount();
        var reader = DialectJson.ReaderOn(tool);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isName = JsonString.Is(ref reader, "name"u8);
            var isText = JsonString.Is(ref reader, "arguments"u8) || JsonString.Is(ref reader, "input"u8);
            reader.Read();
            if (isName) name = ChatJson.ReadWord(ref reader);
            else if (isText && reader.TokenType == JsonTokenType.String) JsonString.Read(ref reader, _text);
            // Some give the object itself.
            else if (isText && reader.TokenType == JsonTokenType.StartObject) JsonString.Write(DialectJson.Slice(ref reader, tool), _text);
            else reader.Skip();
        }

        // Deltas that say nothing come, and begin no call.
        if (id is null && name is null && _text.WrittenCount == 0) return false;
        parts.AppendCall(index, id, name, isCustom, _text.WrittenSpan, sink);
        return true;
    }
}
