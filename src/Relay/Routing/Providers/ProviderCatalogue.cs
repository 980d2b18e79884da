using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relay.Routing.Providers;

/// <summary>The providers that Relay knows (providers.json).</summary>
internal sealed partial class ProviderCatalogue
{
    private static readonly Lazy<ProviderCatalogue> Shipped = new(Load);
    private readonly Dictionary<string, Provider> _byId;

    private ProviderCatalogue(IReadOnlyList<Provider> all)
    {
        All = all;
        _byId = all.ToDictionary(provider => provider.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The list in this assembly, read when first asked for.</summary>
    public static ProviderCatalogue Default => Shipped.Value;

    /// <summary>Every provider, in the order of the file.</summary>
    public IReadOnlyList<Provider> All { get; }

    /// <summary>The provider of that id, or null.</summary>
    public Provider? Find(string id) => _byId.GetValueOrDefault(id);

    private static ProviderCatalogue Load()
    {
        using var stream = typeof(ProviderCatalogue).Assembly.GetManifestResourceStream("providers.json")!;
        return new ProviderCatalogue(JsonSerializer.Deserialize(stream, Json.Default.ListProvider)!);
    }

    [JsonSerializable(typeof(List<Provider>))]
    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true)]
    private sealed partial class Json : JsonSerializerContext;
}
