using Relay.Dialects.Conversations;
using Relay.Failures;
using Relay.Routing.Providers;

namespace Relay.Dialects.Anthropic;

/// <summary>Anthropic Messages.</summary>
/// <remarks>https://docs.anthropic.com/en/api/messages</remarks>
internal sealed class MessagesDialect : ITranslatedDialect
{
    /// <inheritdoc/>
    public Dialect Id => Dialect.Anthropic;

    /// <inheritdoc/>
    public bool EndsBrokenStreamsCleanly => false;

    /// <inheritdoc/>
    public string RequestIdHeader => "request-id";

    /// <inheritdoc/>
    public Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path) => BodyScan.Read(body, Dialect.Anthropic);

    /// <inheritdoc/>
    public IRequestReader Requests { get; } = new MessagesRequestReader();

    /// <inheritdoc/>
    public IRequestWriter WriterFor(ProviderEndpoint endpoint) => new MessagesRequestWriter();

    /// <inheritdoc/>
    public IAnswerReader CreateReader(string callId, IReadOnlyList<Tool> tools, long choices) => new MessagesAnswerReader(tools);

    /// <inheritdoc/>
    public IAnswerWriter CreateWriter(CallRequest request, string callId, long created) => request.Stream
        ? new MessagesStreamWriter(callId, request.Model)
        : new MessagesJsonWriter(callId, request.Model);

    /// <inheritdoc/>
    public string FieldOf(string option) => MessagesFields.Of(option);

    /// <inheritdoc/>
    public IAnswerTap CreateTap() => new MessagesAnswer();

    /// <inheritdoc/>
    public byte[] ToModelList(IReadOnlyList<ListedModel> models) => MessagesModels.ToList(models);

    /// <inheritdoc/>
    public byte[] ToModel(ListedModel model) => MessagesModels.ToModel(model);

    /// <inheritdoc/>
    public byte[] ToBody(Failure failure) => MessagesError.ToJson(failure);

    /// <inheritdoc/>
    public byte[] ToEvent(Failure failure) => MessagesError.ToEvent(failure);

    /// <inheritdoc/>
    public bool TryReadError(ReadOnlySpan<byte> body, out string? code) => MessagesError.TryReadBody(body, out code);
}
