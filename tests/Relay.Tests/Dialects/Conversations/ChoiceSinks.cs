using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>Keeps each choice of an answer for itself, and holds each to the order of one answer.</summary>
internal sealed class ChoiceSinks : IAnswerSink
{
    private readonly SortedDictionary<int, AnswerSink> _choices = [];
    private AnswerSink? _choice;
    private (string? Id, string? Model) _head;

    /// <summary>The choices in their order.</summary>
    public IReadOnlyList<AnswerSink> Choices => [.. _choices.Values];

    /// <summary>What is to be equal after a round trip.</summary>
    public IEnumerable<string> Shown =>
        _choices.Select(choice => $"{choice.Key} {choice.Value.Id} {choice.Value.Reason} {choice.Value.HasEnded} {choice.Value.Shown}");

    public void Begin(string? id, string? model)
    {
        _head = (id, model);
        SwitchTo(0);
    }

    public void SwitchTo(int choice)
    {
        if (_choices.TryGetValue(choice, out _choice)) return;
        _choices.Add(choice, _choice = new AnswerSink());
        _choice.Begin(_head.Id, _head.Model);
    }

    public void BeginPart(in AnswerPart part) => _choice!.BeginPart(part);

    public void Append(ReadOnlySpan<byte> text) => _choice!.Append(text);

    public void Weigh(TokenWeight weight) => _choice!.Weigh(weight);

    public void Sign(Signature signature) => _choice!.Sign(signature);

    public void Cite(Citation citation) => _choice!.Cite(citation);

    public void EndPart() => _choice!.EndPart();

    public void Report(in Usage usage) => _choices[0].Report(usage);

    public void Finish(FinishReason reason, string? stopSequence) => _choice!.Finish(reason, stopSequence);

    public void End()
    {
        foreach (var choice in _choices.Values) choice.End();
    }
}
