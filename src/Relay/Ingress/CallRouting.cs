using Microsoft.AspNetCore.Http;
using Relay.Routing;

namespace Relay.Ingress;

/// <summary>Puts together what routing is to know of a call.</summary>
internal static class CallRouting
{
    /// <summary>Reads it out of the call and its headers.</summary>
    public static Result<RoutingInput> Read(Call call, IHeaderDictionary headers)
    {
        if (!CallConstraint.Read(headers, call.Config).Succeeded(out var constraint, out var failure)) return failure;
        return new RoutingInput
        {
            Model = call.Request.Model,
            Dialect = call.Request.Dialect,
            Operation = call.Request.Operation,
            Now = call.StartedAt,
            Seed = StableHash.Of(call.Id.ToString()),
            Allowed = call.Key.Allows,
            Key = call.Key.Id,
            Project = call.Key.Project,
            Session = SessionFinder.Find(headers, call.Request, call.Body.Span),
            Constraint = constraint,
            Pin = call.Held?.Account,
            HeldField = call.Held?.UnknownField,
        };
    }
}
