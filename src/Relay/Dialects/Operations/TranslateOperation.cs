namespace Relay.Dialects.Operations;

/// <summary>Says an operation's request in the other dialect, and gets ready for the answer.</summary>
/// <param name="body">The caller's body, which must stay as it is until the answer is out.</param>
/// <param name="request">What it asks for.</param>
/// <param name="model">The provider's name of the model.</param>
internal delegate Result<IWholeTranslation> TranslateOperation(ReadOnlyMemory<byte> body, CallRequest request, string model);
