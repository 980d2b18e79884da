using System.Buffers;
using System.Text;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Forwarding.Continuing;

/// <summary>Notes what is pushed, one word each.</summary>
internal sealed class RecordingWriter : IAnswerWriter
{
    public List<string> Pushed { get; } = [];

    public ArrayBufferWriter<byte> Output { get; } = new();

    public string Said => Encoding.UTF8.GetString(Output.WrittenSpan);

    public void Begin(string? id, string? model) => Pushed.Add($"begin {id} {model}");

    public void BeginPart(in AnswerPart part) => Pushed.Add($"part {part.Kind}");

    public void Append(ReadOnlySpan<byte> text) => Pushed.Add($"'{Encoding.UTF8.GetString(text)}'");

    public void Sign(Signature signature) => Pushed.Add("sign");

    public void Cite(Citation citation) => Pushed.Add($"cite {citation.Start}");

    public void Weigh(TokenWeight weight) => Pushed.Add($"weigh {weight.Token}");

    public void Serve(string tier) => Pushed.Add($"serve {tier}");

    public void EndPart() => Pushed.Add("end part");

    public void Report(in Usage usage) => Pushed.Add($"usage {usage.Output}");

    public void Finish(FinishReason reason, string? stopSequence) => Pushed.Add($"finish {reason}");

    public void End() => Pushed.Add("end");
}
