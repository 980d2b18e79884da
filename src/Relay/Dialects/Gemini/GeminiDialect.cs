using Relay.Dialects.Conversations;
using Relay.Failures;
using Relay.Routing.Providers;

namespace Relay.Dialects.Gemini;

/// <summary>Gemini's generateContent and streamGenerateContent.</summary>
internal sealed class GeminiDialect : ITranslatedDialect
{
    /// <inheritdoc/>
    public Dialect Id => Dialect.Gemini;

    /// <inheritdoc/>
    public bool EndsBrokenStreamsCleanly => true;

    /// <inheritdoc/>
    public bool TakesComments => false;

    /// <inheritdoc/>
    /// <remarks>Nor does Google's SDK for Go take blank lines. A chunk with no text in it is what providers send too.</remarks>
    public ReadOnlyMemory<byte> KeepAlive { get; } =
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n"u8.ToArray();

    /// <inheritdoc/>
    public Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path) =>
        GeminiRequestScan.Read(body, path ?? throw new ArgumentNullException(nameof(path)));

    /// <inheritdoc/>
    public IRequestReader Requests { get; } = new GeminiRequestReader();

    /// <inheritdoc/>
    public IRequestWriter WriterFor(ProviderEndpoint endpoint) => new GeminiRequestWriter(endpoint.TierHeader is not null);

    /// <inheritdoc/>
    public IAnswerReader CreateReader(string callId, IReadOnlyList<Tool> tools, long choices) => new GeminiAnswerReader(tools, choices);

    /// <inheritdoc/>
    public IAnswerWriter CreateWriter(CallRequest request, string callId, long created) =>
        request.Stream ? new GeminiStreamWriter(callId, request.Model, request.AsArray) : new GeminiJsonWriter(callId, request.Model);

    /// <inheritdoc/>
    public string FieldOf(string option) => GeminiFields.Of(option);

    /// <inheritdoc/>
    public IAnswerTap CreateTap() => new GeminiAnswer();

    /// <inheritdoc/>
    public byte[] ToModelList(IReadOnlyList<ListedModel> models) => GeminiModels.ToList(models);

    /// <inheritdoc/>
    public byte[] ToModel(ListedModel model) => GeminiModels.ToModel(model);

    /// <inheritdoc/>
    public byte[] ToBody(Failure failure) => GeminiError.ToJson(failure);

    /// <inheritdoc/>
    public byte[] ToEvent(Failure failure) => GeminiError.ToEvent(failure);

    /// <inheritdoc/>
    public byte[] ToLastElement(Failure failure, bool isFirst) => GeminiError.ToLastElement(failure, isFirst);

    /// <inheritdoc/>
    public bool TryReadError(ReadOnlySpan<byte> body, out string? code) => GeminiError.TryReadBody(body, out code, out _);

    /// <inheritdoc/>
    public TimeSpan? ReadRetryAfter(ReadOnlySpan<byte> body) => GeminiError.TryReadBody(body, out _, out var wait) ? wait : null;
}
