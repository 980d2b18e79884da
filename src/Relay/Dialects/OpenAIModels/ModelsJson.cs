using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relay.Dialects.OpenAIModels;

/// <summary>Models as JSON, as both of OpenAI's dialects list them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ModelsJson : JsonSerializerContext
{
    /// <summary>The body of an answer that lists models.</summary>
    public static byte[] ToList(IReadOnlyList<ListedModel> models) =>
        JsonSerializer.SerializeToUtf8Bytes(new ModelList("list", [.. models.Select(ToItem)]), Default.ModelList);

    /// <summary>The body of an answer about one model.</summary>
    public static byte[] ToModel(ListedModel model) => JsonSerializer.SerializeToUtf8Bytes(ToItem(model), Default.ModelItem);

    private static ModelItem ToItem(ListedModel model) => new(model.Id, "model", 0, model.Provider);
}
