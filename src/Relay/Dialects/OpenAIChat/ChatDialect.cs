using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIModels;
using Relay.Failures;
using Relay.Routing.Providers;

namespace Relay.Dialects.OpenAIChat;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class ChatDialect : ITranslatedDialect
{
    /// <inheritdoc/>
    public Dialect Id => Dialect.OpenAIChat;

    /// <inheritdoc/>
    public bool EndsBrokenStreamsCleanly => false;

    /// <inheritdoc/>
    public Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path) =>
        BodyScan.Read(body, Dialect.OpenAIChat, path is null ? null : new() { PathModel = path.Model });

    /// <inheritdoc/>
    public IRequestReader Requests { get; } = new ChatRequestReader();

    /// <inheritdoc/>
    public IRequestWriter WriterFor(ProviderEndpoint endpoint) =>
        new ChatRequestWriter(endpoint.Chat);

    /// <inheritdoc/>
    public IAnswerReader CreateReader(string callId, IReadOnlyList<Tool> tools, long choices) => new ChatAnswerReader(callId, tools, choices);

    /// <inheritdoc/>
    public IAnswerWriter CreateWriter(CallRequest request, string callId, long created) => request.Stream
        ? new ChatStreamWriter(callId, request.Model, created, request.UsageAsked)
        : new ChatJsonWriter(callId, request.Model, created);

    /// <inheritdoc/>
    public string FieldOf(string option) => ChatFields.Of(option);

    /// <inheritdoc/>
    public IAnswerTap CreateTap() => new ChatAnswer();

    /// <inheritdoc/>
    public byte[] ToModelList(IReadOnlyList<ListedModel> models) => ModelsJson.ToList(models);

    /// <inheritdoc/>
    public byte[] ToModel(ListedModel model) => ModelsJson.ToModel(model);

    /// <inheritdoc/>
    public byte[] ToBody(Failure failure) => ErrorWriter.ToJson(failure);

    /// <inheritdoc/>
    public byte[] ToEvent(Failure failure) => ChatError.ToEvent(failure);

    /// <inheritdoc/>
    public bool TryReadError(ReadOnlySpan<byte> body, out string? code) => ErrorBody.TryRead(body, out code);
}
