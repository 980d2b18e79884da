using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads the deltas of an answer, or its one message.</summary>
/// <param name="parts">Where it goes.</param>
internal sealed class ChatMessageReader(ChatAnswerParts parts)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ChatCallReader _calls = new(parts);
    private readonly ChatSourceReader _sources = new(parts);
    private bool _hasPlainThoughts;

    /// <summary>Reads a delta or a message.</summary>
    /// <returns>Whether anything came.</returns>
    public bool Read(ReadOnlySpan<byte> json, IAnswerSink sink, bool isWhole)
    {
        var delta = ChatDelta.Read(json);
        // Thoughts come before what they are about, wherever they stand.
        var any = ReadThoughts(delta, sink, isWhole);
        any |= ReadContent(delta.Content, sink);
        any |= ReadMember(delta.Audio, "transcript"u8, sink);
        if (!delta.Details.IsEmpty) SignText(delta.Details, sink);
        any |= _sources.ReadCitations(delta.Annotations, sink);
        any |= ReadText(delta.Refusal, AnswerPartKind.Refusal, sink);
        any |= _sources.ReadImages(delta.Images, sink);
        any |= _calls.Read(delta.Calls, sink);
        return any | _calls.ReadFunction(delta.Function, sink);
    }

    private bool ReadThoughts(in ChatDelta delta, IAnswerSink sink, bool isWhole)
    {
        // Where both names stand, they say the same.
        var plain = IsText(delta.ReasoningContent) ? delta.ReasoningContent : delta.Reasoning;
        if (isWhole && !delta.Details.IsEmpty) return ReadThoughts(plain, delta.Details, sink);
        var any = ReadText(plain, AnswerPartKind.Reasoning, sink);
        _hasPlainThoughts |= any;
        return delta.Details.IsEmpty ? any : any | ReadDetails(delta.Details, sink);
    }

    private bool ReadThoughts(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> details, IAnswerSink sink)
    {
        var reader = DialectJson.ReaderOn(IsText(plain) ? plain : "\"\""u8);
        var thoughts = ChatThoughts.Join(JsonString.Read(ref reader), ItemsOf(details));
        foreach (var (text, signature) in thoughts)
        {
            parts.Append(AnswerPartKind.Reasoning, Encoding.UTF8.GetBytes(text), sink);
            if (signature is not null) parts.Sign(AnswerPartKind.Reasoning, signature, isOwn: text.Length == 0, sink);
        }

        return thoughts.Count > 0;
    }

    private bool ReadDetails(ReadOnlySpan<byte> details, IAnswerSink sink)
    {
        var any = false;
        foreach (var item in ItemsOf(details).Where(static item => !item.IsOfText))
        {
            // The same words come in the plain field too, with those that have one.
            if (!_hasPlainThoughts) parts.Append(AnswerPartKind.Reasoning, Encoding.UTF8.GetBytes(item.Text), sink);
            if (item.Signature is { } signature) parts.Sign(AnswerPartKind.Reasoning, signature, signature.IsRedacted, sink);
            any = true;
        }

        return any;
    }

    private void SignText(ReadOnlySpan<byte> details, IAnswerSink sink)
    {
        foreach (var item in ItemsOf(details).Where(static item => item is { IsOfText: true, Signature: not null }))
            parts.Sign(AnswerPartKind.Text, item.Signature!, isOwn: false, sink);
    }

    private static List<ChatReasoningItem> ItemsOf(ReadOnlySpan<byte> details)
    {
        var items = new List<ChatReasoningItem>();
        var reader = DialectJson.ReaderOn(details);
        if (reader.TokenType != JsonTokenType.StartArray) return items;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = DialectJson.Slice(ref reader, details);
            if (item[0] == '{') items.Add(ChatReasoningItem.Read(item, isOfCaller: false));
        }

        return items;
    }

    private bool ReadContent(ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        if (content is not [(byte)'[', ..]) return ReadText(content, AnswerPartKind.Text, sink);
        var any = false;
        var reader = DialectJson.ReaderOn(content);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            any |= ReadPart(DialectJson.Slice(ref reader, content), sink);
        return any;
    }

    // Mistral's, where thoughts are parts that hold parts: https://docs.mistral.ai/capabilities/reasoning
    private bool ReadPart(ReadOnlySpan<byte> part, IAnswerSink sink, AnswerPartKind kind = AnswerPartKind.Text)
    {
        var any = false;
        var reader = DialectJson.ReaderOn(part);
        if (reader.TokenType != JsonTokenType.StartObject) return ReadText(part, kind, sink);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isText = JsonString.Is(ref reader, "text"u8);
            var isThought = JsonString.Is(ref reader, "thinking"u8);
            reader.Read();
            var value = DialectJson.Slice(ref reader, part);
            if (isText) any |= ReadText(value, kind, sink);
            else if (isThought && IsText(value)) any |= ReadText(value, AnswerPartKind.Reasoning, sink);
            else if (isThought && value[0] == '[') any |= ReadThoughtParts(value, sink);
        }

        return any;
    }

    private bool ReadThoughtParts(ReadOnlySpan<byte> thoughts, IAnswerSink sink)
    {
        var any = false;
        var reader = DialectJson.ReaderOn(thoughts);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            any |= ReadPart(DialectJson.Slice(ref reader, thoughts), sink, AnswerPartKind.Reasoning);
        return any;
    }

    private bool ReadMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member, IAnswerSink sink)
    {
        if (json is not [(byte)'{', ..]) return false;
        var any = false;
        var reader = DialectJson.ReaderOn(json);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isIt = JsonString.Is(ref reader, member);
            reader.Read();
            var value = DialectJson.Slice(ref reader, json);
            if (isIt) any |= ReadText(value, AnswerPartKind.Text, sink);
        }

        return any;
    }

    private bool ReadText(ReadOnlySpan<byte> value, AnswerPartKind kind, IAnswerSink sink)
    {
        if (!IsText(value)) return false;
        var reader = DialectJson.ReaderOn(value);
        JsonString.Read(ref reader, _text);
        parts.Append(kind, _text.WrittenSpan, sink);
        return _text.WrittenCount > 0;
    }

    private static bool IsText(ReadOnlySpan<byte> value) => value is [(byte)'"', _, _, ..];
}
