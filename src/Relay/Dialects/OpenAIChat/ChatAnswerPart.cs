using System.Buffers;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>A part of an answer that is being read: the one that is pushed as it comes, or one that waits its turn.</summary>
internal sealed class ChatAnswerPart(AnswerPartKind kind)
{
    /// <summary>What it is.</summary>
    public AnswerPartKind Kind { get; } = kind;

    /// <summary>Where the provider counts a call; null where it does not.</summary>
    public int? Index { get; init; }

    /// <summary>A call's id; empty while it has not come.</summary>
    public string Id { get; set; } = "";

    /// <summary>A call's name; empty while it has not come.</summary>
    public string Name { get; set; } = "";

    /// <summary>The likelihoods of what waits.</summary>
    public List<TokenWeight> Weights { get; } = [];

    /// <summary>Whether the provider calls the tool a custom one.</summary>
    public bool IsCustom { get; init; }

    /// <summary>An image's type.</summary>
    public string? MediaType { get; init; }

    /// <summary>What has come and was not pushed.</summary>
    public ArrayBufferWriter<byte> Waiting { get; } = new();

    /// <summary>The signature; null for none.</summary>
    public Signature? Signature { get; set; }

    /// <summary>Sources that were not pushed.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>Whether the sink has it.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it has ended; what still comes for it is left out.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether nothing can come any more though nobody said so: arguments that are a whole object.</summary>
    public bool IsWhole => Kind != AnswerPartKind.ToolCall || _arguments.IsWhole;

    private ChatArguments _arguments;

    /// <summary>Notes what comes of a call's arguments.</summary>
    public void Watch(ReadOnlySpan<byte> text)
    {
        if (Kind == AnswerPartKind.ToolCall && !IsCustom) _arguments.Append(text);
    }
}
