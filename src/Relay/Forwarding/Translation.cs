using System.Buffers;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Failures;
using Relay.Forwarding.Continuing;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>Stands between a caller and a provider that speak different dialects, for one attempt.</summary>
internal sealed class Translation : IWholeTranslation, IStreamTranslation
{
    private readonly IAnswerReader _reader;
    private readonly IAnswerWriter _writer;
    private readonly IAnswerSink _sink;

    private Translation(ReadOnlyMemory<byte> request, IReadOnlyList<Loss> losses, IAnswerReader reader, IAnswerWriter writer, IAnswerSink sink)
    {
        Request = request;
        Losses = losses;
        _reader = reader;
        _writer = writer;
        _sink = sink;
    }

    /// <summary>The request's body for the provider.</summary>
    public ReadOnlyMemory<byte> Request { get; }

    /// <summary>The fields that do not reach the provider.</summary>
    public IReadOnlyList<Loss> Losses { get; }

    /// <summary>What is to be sent to the caller; good until the next push.</summary>
    public ReadOnlyMemory<byte> Output => _writer.Output.WrittenMemory;

    /// <summary>Says a call's request in the provider's dialect, and gets ready for the answer.</summary>
    /// <returns>A failure that names the field when the request cannot be understood.</returns>
    public static Result<IWholeTranslation> Begin(Call call, Attempt attempt)
    {
        var caller = (ITranslatedDialect)DialectCatalogue.Of(attempt.Caller);
        var provider = (ITranslatedDialect)DialectCatalogue.Of(attempt.Endpoint.Dialect);
        if (!Continuation.Read(call).Succeeded(out var conversation, out var failure)) return failure;

        // What the reader lists is in the caller's words already.
        var own = conversation.Losses.Count;
        conversation.LoseChoice();
        var asked = attempt.Continues
            ? Continuation.Extend(conversation, attempt.Joint!.Text, attempt.Endpoint.Provider, attempt.Target.Model) : 0;
        var body = new ArrayBufferWriter<byte>(4096);
        provider.WriterFor(attempt.Endpoint.Provider).Write(conversation, attempt.Target.Model, body);
        if (attempt.Endpoint.Provider.TierHeader is not null)
            attempt.Tier = conversation.ServiceTier is "flex" or "priority" ? conversation.ServiceTier : null;
        var request = TakeFields(body.WrittenMemory, attempt, conversation);
        if (attempt.Continues) attempt.Joint!.Resume(asked);
        // Of several choices none is continued.
        var joint = conversation.Sampling.IsOneChoice ? attempt.Joint : null;
        var writer = joint?.Writer ?? WriterFor(call);
        return new Translation(
            request,
            [.. conversation.Losses.Select((loss, i) => i < own ? loss : loss with { Field = FieldOf(loss.Field, conversation, caller) })],
            provider.CreateReader(call.Id.ToString(), conversation.Tools, Math.Max(1, conversation.Sampling.Choices ?? 1)),
            writer,
            (IAnswerSink?)joint ?? writer);
    }

    /// <summary>What says an answer to a call's caller.</summary>
    public static IAnswerWriter WriterFor(Call call) => ((ITranslatedDialect)DialectCatalogue.Of(call.Request.Dialect))
        .CreateWriter(call.Request, call.Id.ToString(), call.StartedAt.ToUnixTimeSeconds());

    /// <inheritdoc/>
    public void Clear() => _writer.Output.ResetWrittenCount();

    /// <inheritdoc/>
    public bool ReadEvent(ReadOnlySpan<byte> data) => _reader.ReadEvent(data, _sink) != AnswerEventKind.Malformed;

    /// <summary>Takes the provider's whole answer.</summary>
    public AnswerEventKind ReadWhole(ReadOnlySpan<byte> json) => _reader.ReadWhole(json, _sink);

    /// <inheritdoc/>
    public bool ReadEnd() => _reader.ReadEnd(_sink);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> KeepAlive()
    {
        _writer.KeepAlive();
        return Take();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Fail(Failure failure)
    {
        // Of what broke in the middle of an event, a part may be there.
        Clear();
        _writer.Fail(failure);
        return Take();
    }

    private static ReadOnlyMemory<byte> TakeFields(ReadOnlyMemory<byte> body, Attempt attempt, Conversation conversation)
    {
        var model = attempt.Target.Model;
        if (attempt.Endpoint.Provider.Fields is not { } fields || !fields.Concern(model)) return body;
        var own = FieldEdits.Of(body.Span, fields, model, []);
        foreach (var field in own.Dropped) conversation.Losses.Add(new(field, false));
        return own.Apply(body.Span);
    }

    // Losses have OpenAI Chat's names.
    private static string FieldOf(string option, Conversation conversation, ITranslatedDialect caller) =>
        conversation.Names?.GetValueOrDefault(option) ?? caller.FieldOf(option);

    private byte[] Take()
    {
        var taken = Output.ToArray();
        Clear();
        return taken;
    }
}
