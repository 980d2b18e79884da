using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Relay.Dialects;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>
/// The header in which a dialect's clients look for the id of their request, to name it when they ask for help: the provider's own,
/// whatever header that came in, and Relay's id of the call where no provider's answer is sent on.
/// </summary>
internal static class RequestId
{
    // A provider may speak one dialect and say its ids as another's do.
    private static readonly string[] Known =
        [.. Enum.GetValues<Dialect>().Select(static dialect => DialectCatalogue.Of(dialect).RequestIdHeader).Distinct()];

    /// <summary>Names a call in an answer, in Relay's own header and in the one that the caller's clients know.</summary>
    /// <param name="headers">Those of the answer.</param>
    /// <param name="caller">What the caller speaks.</param>
    /// <param name="id">The call's id.</param>
    public static void Name(IHeaderDictionary headers, Dialect caller, CallId id)
    {
        headers[CallHeaders.CallId] = id.ToString();
        Reset(headers, caller);
    }

    /// <summary>Sets it to the call's id, in place of what a provider gave whose answer came to nothing.</summary>
    /// <param name="headers">Those of the answer, which name the call.</param>
    /// <param name="caller">What the caller speaks.</param>
    public static void Reset(IHeaderDictionary headers, Dialect caller) => Set(headers, caller, headers[CallHeaders.CallId]);

    /// <summary>Sets it to the one that a provider gave; where it gave none, what is there stays.</summary>
    /// <param name="from">The provider's headers.</param>
    /// <param name="headers">Those of the answer.</param>
    /// <param name="caller">What the caller speaks.</param>
    public static void Copy(HttpResponseHeaders from, IHeaderDictionary headers, Dialect caller)
    {
        foreach (var name in Known)
        {
            if (!from.NonValidated.TryGetValues(name, out var id)) continue;
            Set(headers, caller, id.ToString());
            return;
        }
    }

    private static void Set(IHeaderDictionary headers, Dialect caller, StringValues id) =>
        headers[DialectCatalogue.Of(caller).RequestIdHeader] = id;
}
