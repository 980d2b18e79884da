namespace Relay.Dialects.Conversations;

/// <summary>Understands a caller's request.</summary>
internal interface IRequestReader
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The body, which must outlive the conversation.</param>
    /// <param name="model">The model that is asked for; Gemini has it in the path.</param>
    /// <param name="stream">Whether a stream is asked for; Gemini has it in the path.</param>
    /// <returns>The conversation, with its losses so far; or a failure of the caller's that names the field by path.</returns>
    Result<Conversation> Read(ReadOnlyMemory<byte> body, string model, bool stream);
}
