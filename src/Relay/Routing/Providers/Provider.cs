namespace Relay.Routing.Providers;

internal sealed record Provider(string Id, string Name, string? BaseUrl, string AuthHeader, string AuthPrefix, string? PriceId, string? EnvironmentVariable);
internal static class ProviderCatalogue { public static IReadOnlyList<Provider> All => []; public static Provider? Find(string id) => null; }
