namespace Relay.Dialects;

/// <summary>A place in a body where other bytes stand when it is sent on; all else stays as it came.</summary>
/// <param name="Offset">Where, in bytes from the start of the body.</param>
/// <param name="Length">How many bytes are left out there; 0 to only insert.</param>
/// <param name="Text">
/// What stands there instead; null for the target's name of the model, which is known only when a target is chosen.
/// </param>
internal readonly record struct JsonEdit(int Offset, int Length, byte[]? Text);
