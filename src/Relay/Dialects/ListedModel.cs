namespace Relay.Dialects;

/// <summary>A model as lists show it.</summary>
/// <param name="Id">The name that callers ask for.</param>
/// <param name="Provider">The id of the provider that serves it first.</param>
internal readonly record struct ListedModel(string Id, string Provider);
