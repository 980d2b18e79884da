namespace Relay.Dialects;

/// <summary>Says a provider's stream in the form that the caller asked for.</summary>
internal interface IStreamTranslation : IStreamVoice
{
    /// <summary>What is to be sent to the caller; good until the next push.</summary>
    ReadOnlyMemory<byte> Output { get; }

    /// <summary>Forgets what was sent.</summary>
    void Clear();

    /// <summary>Takes the data of one event of the provider's stream.</summary>
    /// <returns>False when it cannot be said, and leaving it out would make another answer of it.</returns>
    bool ReadEvent(ReadOnlySpan<byte> data);

    /// <summary>The provider's stream has ended. False when that was not its proper end.</summary>
    bool ReadEnd();
}
