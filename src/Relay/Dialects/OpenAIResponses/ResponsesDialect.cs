using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIModels;
using Relay.Failures;
using Relay.Routing.Providers;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>OpenAI Responses.</summary>
internal sealed class ResponsesDialect : ITranslatedDialect
{
    /// <inheritdoc/>
    public Dialect Id => Dialect.OpenAIResponses;

    /// <inheritdoc/>
    public bool EndsBrokenStreamsCleanly => false;

    /// <inheritdoc/>
    public Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path) =>
        BodyScan.Read(body, Dialect.OpenAIResponses, path is null ? null : new() { PathModel = path.Model });

    /// <inheritdoc/>
    public IRequestReader Requests { get; } = new ResponsesRequestReader();

    /// <inheritdoc/>
    public IRequestWriter WriterFor(ProviderEndpoint endpoint) => new ResponsesRequestWriter();

    /// <inheritdoc/>
    public IAnswerReader CreateReader(string callId, IReadOnlyList<Tool> tools, long choices) => new ResponsesAnswerReader(callId, tools);

    /// <inheritdoc/>
    public IAnswerWriter CreateWriter(CallRequest request, string callId, long created) => request.Stream
        ? new ResponsesStreamWriter(callId, request.Model, created)
        : new ResponsesJsonWriter(callId, request.Model, created);

    /// <inheritdoc/>
    public string FieldOf(string option) => ResponsesFields.Of(option);

    /// <inheritdoc/>
    public IAnswerTap CreateTap() => new ResponsesAnswer();

    /// <inheritdoc/>
    public byte[] ToModelList(IReadOnlyList<ListedModel> models) => ModelsJson.ToList(models);

    /// <inheritdoc/>
    public byte[] ToModel(ListedModel model) => ModelsJson.ToModel(model);

    /// <inheritdoc/>
    public byte[] ToBody(Failure failure) => ErrorWriter.ToJson(failure);

    /// <inheritdoc/>
    public byte[] ToEvent(Failure failure) => ResponsesError.ToEvent(failure);

    /// <inheritdoc/>
    public bool TryReadError(ReadOnlySpan<byte> body, out string? code) => ErrorBody.TryRead(body, out code);
}
