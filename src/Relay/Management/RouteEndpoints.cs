using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Gate;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Routing;
using Relay.Routing.Config;

namespace Relay.Management;

/// <summary>Shows how a call is routed, and why so.</summary>
public sealed class RouteEndpoints
{
    private const int MaxText = 300;

    private readonly AdminApi _api;
    private readonly ConfigSource _config;
    private readonly KeyStore _keys;
    private readonly RecordStore _records;
    private readonly HealthBook _health;
    private readonly Ids _ids;
    private readonly TimeProvider _time;

    internal RouteEndpoints(AdminApi api, ConfigSource config, KeyStore keys, RecordStore records, HealthBook health, Ids ids, TimeProvider time)
    {
        _api = api;
        _config = config;
        _keys = keys;
        _records = records;
        _health = health;
        _ids = ids;
        _time = time;
    }

    /// <summary><c>POST /api/route/explain</c>: the plan of a past call, or that of a call which is not sent.</summary>
    public Task ExplainAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            var read = await _api.ReadJsonAsync(http.Request, ManagementJson.Default.RouteQuestion, cancellationToken);
            if (!read.Succeeded(out var asked, out var failure)) return failure;
            var explained = asked.CallId is { } id
                ? await RecallAsync(asked, id, cancellationToken)
                : await PlanAsync(asked, cancellationToken);
            return explained.Succeeded(out var json, out failure)
                ? await AdminApi.WriteAsync(http.Response, 200, Encoding.UTF8.GetBytes(json), cancellationToken)
                : failure;
        }, cancellationToken);

    private async Task<Result<string>> RecallAsync(RouteQuestion asked, string id, CancellationToken cancellationToken)
    {
        if (asked != new RouteQuestion(id)) return AdminApi.Invalid("call_id", "With call_id nothing else is given.");
        if (!CallId.TryParse(id, out var call) || await _records.GetAsync(call, cancellationToken) is not { } record)
            return AdminApi.NotFound("settled call");
        return record.Routing ?? (Result<string>)AdminApi.NotFound("explanation: the call was settled without one");
    }

    private async Task<Result<string>> PlanAsync(RouteQuestion asked, CancellationToken cancellationToken)
    {
        if (asked.Model is not { } model) return AdminApi.Invalid("model", "model is missing: give it, or the call_id of a settled call.");
        if (model.Length is 0 or > MaxText)
        {
            return AdminApi.Invalid("model", string.Create(
                CultureInfo.InvariantCulture, $"model must have 1 to {MaxText} characters, but it has {model.Length}."));
        }

        var dialect = Dialect.OpenAIChat;
        if (asked.Dialect is { } name && !DialectNames.TryParse(name, out dialect))
        {
            return AdminApi.Invalid("dialect",
                $"dialect must be openai-chat, openai-responses, anthropic or gemini, but it is {AdminApi.Quote(name)}.");
        }

        var config = await _config.GetAsync(cancellationToken);
        if (Check(asked.Only, "only", config) is { } wrong) return wrong;
        if (Check(asked.Avoid, "avoid", config) is { } wrongToo) return wrongToo;
        Key? key = null;
        if (asked.Key is { } keyId && (key = await _keys.GetAsync(keyId, cancellationToken)) is null) return AdminApi.NotFound("key");
        if (key is not null && KeyGate.Admit(key, model) is { } refused) return refused;

        var input = new RoutingInput
        {
            Model = model,
            Dialect = dialect,
            Now = _time.GetUtcNow(),
            Seed = StableHash.Of(_ids.NewCallId().ToString()),
            Allowed = key is null ? static _ => true : key.Allows,
            Key = key?.Id,
            Project = key?.Project,
            Session = asked.Session is { Length: > 0 } session ? new(SessionFinder.Header, StableHash.Of(session)) : null,
            Constraint = new(asked.Only ?? [], asked.Avoid ?? []),
        };
        var plan = Router.WithLarger(config, Router.Plan(config, input, _health.Of, static route => route.Turn), _health.Of, static route => route.Turn);
        // A name that is not known is a slip of whoever asks; every other refusal is what they ask about.
        return plan is { Route: null, Refusal: { } unknown } ? unknown : PlanJson.ToJson(plan);
    }

    private static Failure? Check(IReadOnlyList<string>? words, string param, ConfigSnapshot config)
    {
        if (words is null) return null;
        if (words.Count is 0 or > CallConstraint.MostWords)
        {
            return AdminApi.Invalid(param, string.Create(
                CultureInfo.InvariantCulture, $"{param} must be 1 to {CallConstraint.MostWords} words, but there are {words.Count}."));
        }

        foreach (var word in words)
        {
            if (word is null || !config.KnowsWord(word))
            {
                return AdminApi.Invalid(param,
                    $"{param} must be tags, regions, accounts or providers that there are here, but one is {AdminApi.Quote(word ?? "")}.");
            }
        }

        return null;
    }
}
