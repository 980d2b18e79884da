using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>The calls of an answer, ended ones too, and which of them a delta belongs to.</summary>
internal sealed class ChatAnswerCalls
{
    private readonly List<ChatAnswerPart> _calls = [];

    /// <summary>How many came.</summary>
    public int Count => _calls.Count;

    /// <summary>The call that a delta belongs to; null when it begins another. Any of the three may be missing.</summary>
    public ChatAnswerPart? Find(int? index, string? id, string? name)
    {
        if (id is not null && _calls.FindLast(call => call.Id == id) is { } same) return same;
        var there = index is null ? _calls.LastOrDefault() : _calls.FindLast(call => call.Index == index);
        if (there is null || name is null) return there;
        // A name begins a call, and some providers repeat it, or count all calls as the first.
        var isOther = id is not null ? there.Id.Length > 0 : index is null || there.IsWhole;
        return isOther ? null : there;
    }

    /// <summary>Adds a call.</summary>
    public ChatAnswerPart Add(int? index, bool isCustom)
    {
        var call = new ChatAnswerPart(AnswerPartKind.ToolCall) { Index = index, IsCustom = isCustom };
        _calls.Add(call);
        return call;
    }

    /// <summary>The number of a call, in the order that they began.</summary>
    public int NumberOf(ChatAnswerPart call) => _calls.IndexOf(call);
}
