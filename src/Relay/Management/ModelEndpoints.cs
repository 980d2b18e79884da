using Microsoft.AspNetCore.Http;
using Relay.Dialects.OpenAIChat;
using Relay.Failures;
using Relay.Gate;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Management;

/// <summary>The models that a key may use, in OpenAI's form.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/models</remarks>
public sealed class ModelEndpoints
{
    private readonly KeyGate _gate;
    private readonly ConfigSource _config;

    internal ModelEndpoints(KeyGate gate, ConfigSource config)
    {
        _gate = gate;
        _config = config;
    }

    /// <summary><c>GET /v1/models</c>: those that are known by name; patterns answer to more.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        RunAsync(http, async (key, config) =>
        {
            var models = config.ModelNames.Where(key.Allows).Select(name => ToItem(name, config.Find(name)!)).ToList();
            return await AdminApi.WriteAsync(
                http.Response, 200, new ModelList("list", models), ModelsJson.Default.ModelList, cancellationToken);
        }, cancellationToken);

    /// <summary><c>GET /v1/models/{id}</c>: one, also if it answers by pattern only.</summary>
    public Task GetAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        RunAsync(http, async (key, config) =>
        {
            if (!key.Allows(id) || config.Find(id) is not { } route) return Router.NotFound(config, id, key.Allows);
            return await AdminApi.WriteAsync(http.Response, 200, ToItem(id, route), ModelsJson.Default.ModelItem, cancellationToken);
        }, cancellationToken);

    private async Task RunAsync(
        HttpContext http, Func<Key, ConfigSnapshot, Task<Failure?>> endpoint, CancellationToken cancellationToken)
    {
        var identified = await _gate.IdentifyAsync(http.Request, KeyRole.Caller, cancellationToken);
        if (identified.Succeeded(out var key, out var failure))
            failure = await AdminApi.GuardAsync(async () => await endpoint(key, await _config.GetAsync(cancellationToken)));
        if (failure is not null) await ErrorWriter.WriteAsync(http.Response, failure, cancellationToken);
    }

    private static ModelItem ToItem(string name, Route route) =>
        new(name, "model", 0, route.Targets[0].Account.Provider.Id);
}
