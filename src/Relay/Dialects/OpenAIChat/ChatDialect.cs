using Relay.Failures;

namespace Relay.Dialects.OpenAIChat;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class ChatDialect : IDialect
{
    /// <inheritdoc/>
    public Dialect Id => Dialect.OpenAIChat;

    /// <inheritdoc/>
    public bool EndsBrokenStreamsCleanly => false;

    /// <inheritdoc/>
    public Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path) => ChatRequestScan.Read(body);

    /// <inheritdoc/>
    public IAnswerTap CreateTap() => new ChatAnswer();

    /// <inheritdoc/>
    public byte[] ToBody(Failure failure) => ErrorWriter.ToJson(failure);

    /// <inheritdoc/>
    public byte[] ToEvent(Failure failure) => ChatError.ToEvent(failure);

    /// <inheritdoc/>
    public bool TryReadError(ReadOnlySpan<byte> body, out string? code) => ChatError.TryReadBody(body, out code);
}
