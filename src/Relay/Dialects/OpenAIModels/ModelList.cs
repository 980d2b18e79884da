namespace Relay.Dialects.OpenAIModels;

/// <summary>The list of models in OpenAI's form.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">The models.</param>
internal sealed record ModelList(string Object, IReadOnlyList<ModelItem> Data);
