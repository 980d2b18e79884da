using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Dialects;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Gate;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Management;

/// <summary>
/// The models that a key may use and that speak the caller's dialect, in its form. Four kinds of clients ask at one path,
/// and are known by their headers, their prefix or their query.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/models</remarks>
public sealed class ModelEndpoints
{
    // Codex reads a list of its own form here, and an entry of it replaces all that Codex knows of that model, its
    // instructions among it. So none is listed: then Codex keeps its own knowledge, and any model can be asked for.
    private static readonly byte[] CodexList = """{"models":[]}"""u8.ToArray();

    private readonly KeyGate _gate;
    private readonly ConfigSource _config;
    private readonly Ids _ids;
    private readonly ILogger<ModelEndpoints> _log;

    internal ModelEndpoints(KeyGate gate, ConfigSource config, Ids ids, ILogger<ModelEndpoints> log)
    {
        _gate = gate;
        _config = config;
        _ids = ids;
        _log = log;
    }

    /// <summary>All that are known by name; patterns answer to more.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        RunAsync(http, async (dialect, key, config) =>
        {
            if (dialect.Id == Dialect.OpenAIChat && http.Request.Query.ContainsKey("client_version"))
                return await AdminApi.WriteAsync(http.Response, 200, CodexList, cancellationToken);
            var models = config.ModelNames.Where(key.Allows)
                .Select(name => (Name: name, Targets: config.Find(name)!.TargetsIn(dialect.Id)))
                .Where(model => model.Targets.Count > 0)
                .Select(model => ToListed(model.Name, model.Targets))
                .ToList();
            return await AdminApi.WriteAsync(http.Response, 200, dialect.ToModelList(models), cancellationToken);
        }, cancellationToken);

    /// <summary>One, also if it answers by pattern only.</summary>
    public Task GetAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        RunAsync(http, async (dialect, key, config) =>
        {
            id = ModelPath.Slashed(id);
            if (!key.Allows(id) || config.Find(id)?.TargetsIn(dialect.Id) is not { Count: > 0 } targets)
                return Router.NotFound(config, id, key.Allows);
            return await AdminApi.WriteAsync(http.Response, 200, dialect.ToModel(ToListed(id, targets)), cancellationToken);
        }, cancellationToken);

    private async Task RunAsync(
        HttpContext http, Func<IDialect, Key, ConfigSnapshot, Task<Failure?>> endpoint, CancellationToken cancellationToken)
    {
        var dialect = DialectCatalogue.Of(Addresses.DialectOf(http.Request));
        var id = _ids.NewCallId();
        RequestId.Name(http.Response.Headers, dialect.Id, id);
        var identified = await _gate.IdentifyAsync(http.Request, KeyRole.Caller, cancellationToken);
        if (identified.Succeeded(out var key, out var failure))
            failure = await AdminApi.GuardAsync(async () => await endpoint(dialect, key, await _config.GetAsync(cancellationToken)));
        else
            _log.CallRefused(id, failure.Status, failure.Code);
        if (failure is not null) await ErrorWriter.WriteAsync(http.Response, failure, dialect.ToBody, cancellationToken);
    }

    private static ListedModel ToListed(string name, IReadOnlyList<Target> targets) => new(name, targets[0].Account.Provider.Id);
}
