using System.Buffers;
using Relay.Ledger;

namespace Relay.Dialects.Conversations;

/// <summary>Says an answer in a dialect that may have several choices: all but what is said of one of them.</summary>
/// <typeparam name="TChoice">What says a choice.</typeparam>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal abstract class ChoicesWriter<TChoice>(string id, string model) : IAnswerWriter
    where TChoice : ChoiceWriter
{
    private readonly List<TChoice> _choices = [];
    private TChoice? _choice;

    /// <inheritdoc/>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>The answer's id.</summary>
    protected string Id { get; private set; } = id;

    /// <summary>The model's name.</summary>
    protected string Model { get; private set; } = model;

    /// <summary>The class of service; null while, or when, it is not known.</summary>
    protected string? Tier { get; private set; }

    /// <summary>What was used; null when nothing was said.</summary>
    protected Usage? Usage { get; private set; }

    /// <summary>The choices in their order.</summary>
    protected IEnumerable<TChoice> Choices => _choices.OrderBy(static choice => choice.Index);

    private TChoice Choice => _choice ?? throw new InvalidOperationException("The answer has not begun.");

    /// <inheritdoc/>
    public void Begin(string? id, string? model)
    {
        Id = id ?? Id;
        Model = model ?? Model;
        OnHead();
        SwitchTo(0);
    }

    /// <inheritdoc/>
    public void SwitchTo(int choice)
    {
        foreach (var each in _choices)
        {
            if (each.Index != choice) continue;
            _choice = each;
            return;
        }

        _choices.Add(_choice = CreateChoice(choice));
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part) => Choice.BeginPart(part);

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text) => Choice.Append(text);

    /// <inheritdoc/>
    public void Weigh(TokenWeight weight) => Choice.Weigh(weight);

    /// <inheritdoc/>
    public void Sign(Signature signature) => Choice.Sign(signature);

    /// <inheritdoc/>
    public void Cite(Citation citation) => Choice.Cite(citation);

    /// <inheritdoc/>
    public void EndPart() => Choice.EndPart();

    /// <inheritdoc/>
    public void Serve(string tier)
    {
        Tier = tier;
        OnHead();
    }

    /// <inheritdoc/>
    public void Report(in Usage usage) => Usage = usage;

    /// <inheritdoc/>
    public void Finish(FinishReason reason, string? stopSequence) => Choice.Finish(reason, stopSequence);

    /// <inheritdoc/>
    public abstract void End();

    /// <summary>Begins a choice.</summary>
    protected abstract TChoice CreateChoice(int index);

    /// <summary>Id and model, or the class of service, are known.</summary>
    protected virtual void OnHead()
    {
    }
}
