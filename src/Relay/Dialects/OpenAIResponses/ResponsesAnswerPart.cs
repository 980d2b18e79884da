using System.Buffers;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>A part of an answer that is being read: the one that is pushed as it comes, or one that waits its turn.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place in its item.</param>
internal sealed class ResponsesAnswerPart(AnswerPartKind kind, int index)
{
    /// <summary>What it is.</summary>
    public AnswerPartKind Kind { get; } = kind;

    /// <summary>Its place in its item; of thoughts the place of the piece that came last.</summary>
    public int Index { get; set; } = index;

    /// <summary>A call's head, without a name while that has not come; an image's.</summary>
    public AnswerPart Head { get; set; } = new(kind);

    /// <summary>The likelihoods of what waits.</summary>
    public List<TokenWeight> Weights { get; } = [];

    /// <summary>How many bytes of it came.</summary>
    public long Length { get; set; }

    /// <summary>What has come and was not pushed.</summary>
    public ArrayBufferWriter<byte> Waiting { get; } = new();

    /// <summary>How many sources of it came.</summary>
    public int Sources { get; set; }

    /// <summary>Sources that were not pushed.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>The seal on thoughts; null for none.</summary>
    public Signature? Signature { get; set; }

    /// <summary>Whether the sink has it.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it is whole; what still comes for it is left out.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether enough of it came to begin it.</summary>
    public bool CanBegin => Kind == AnswerPartKind.ToolCall ? Head.Name.Length > 0 : Length > 0 || Signature is not null;
}
