namespace Relay.Dialects.OpenAIModels;

/// <summary>A model in OpenAI's form.</summary>
/// <param name="Id">The name that callers ask for.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">When it came to be, in seconds since 1970; 0, for Relay does not know.</param>
/// <param name="OwnedBy">The provider that serves it first.</param>
internal sealed record ModelItem(string Id, string Object, long Created, string OwnedBy);
