namespace Relay.Dialects.Conversations;

/// <summary>A field that does not reach the provider.</summary>
/// <param name="Field">
/// Its path in the caller's own dialect, such as <c>messages[2].content[0]</c>, or the name of an option in OpenAI Chat's
/// words; never its value.
/// </param>
/// <param name="ChangesMeaning">
/// Whether the answer would be one to another question without it. Such a call is refused; others list the field in
/// <c>x-relay-dropped</c>.
/// </param>
internal readonly record struct Loss(string Field, bool ChangesMeaning);
