using System.Buffers;

namespace Relay.Dialects.Conversations;

/// <summary>Says a conversation in a provider's dialect.</summary>
internal interface IRequestWriter
{
    /// <summary>Writes the request's body, and adds what it cannot say to <see cref="Conversation.Losses"/>.</summary>
    /// <param name="conversation">What to say.</param>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="output">Where to.</param>
    void Write(Conversation conversation, string model, IBufferWriter<byte> output);
}
